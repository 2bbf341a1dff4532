// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { RangeForm } from "@/parts/range/range-form";
import type { RangeControl } from "@/parts/range/use-range";
import * as clock from "@/time/server-clock";

const VIENNA = "Europe/Vienna";
/** Sunday 29 November 2026, 14:30 in Vienna. */
const NOW = Date.UTC(2026, 10, 29, 13, 30);
const HOUR = 3_600_000;
const show = vi.fn();
const done = vi.fn();

const form = (view = { from: NOW - 24 * HOUR, to: NOW }) =>
  render(
    <MantineProvider>
      <RangeForm
        range={{ show } as unknown as RangeControl}
        view={view}
        zone={VIENNA}
        onDone={done}
      />
    </MantineProvider>,
  );

beforeEach(() => {
  vi.spyOn(clock, "serverNow").mockReturnValue(NOW);
  show.mockClear();
  done.mockClear();
});

const type = async (name: string, text: string) => {
  const field = screen.getByLabelText(name);
  await userEvent.clear(field);
  await userEvent.type(field, text);
};

it("shows 24 hours, and takes times and dates as they are typed", async () => {
  form();
  expect(screen.getByLabelText<HTMLInputElement>("From").value).toBe("28 Nov 2026 14:30");
  await type("From", "1815");
  await type("To", "yesterday 23:00");
  await userEvent.click(screen.getByRole("button", { name: "Show" }));
  expect(show).toHaveBeenCalledWith({
    from: Date.UTC(2026, 10, 28, 17, 15),
    to: Date.UTC(2026, 10, 28, 22),
  });
  expect(done).toHaveBeenCalled();
});

it("says what it expects if a time cannot be read, and keeps what was typed", async () => {
  form();
  await type("To", "25:00");
  expect(screen.getByRole("alert").textContent).toContain("such as 14:30");
  expect(screen.getByLabelText<HTMLInputElement>("To").value).toBe("25:00");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Show" }).disabled).toBe(true);
});

it("moves by the keys: an hour, a minute, a day", async () => {
  form();
  const from = screen.getByLabelText<HTMLInputElement>("From");
  from.focus();
  await userEvent.keyboard("{ArrowUp}{Shift>}{ArrowDown}{/Shift}{PageDown}");
  expect(from.value).toBe("27 Nov 2026 15:29");
});

/** 25 October 2026, 02:30 in Vienna, for the second time. */
const AGAIN = Date.UTC(2026, 9, 25, 1, 30);
const fromField = () => screen.getByLabelText<HTMLInputElement>("From");

it("shows a view that begins in the second of two equal hours as it is", async () => {
  form({ from: AGAIN, to: AGAIN + 6 * HOUR });
  expect(fromField().value).toBe("25 Oct 2026 02:30 UTC+01:00");
  expect(screen.getByLabelText<HTMLInputElement>("To").value).toBe("25 Oct 2026 08:30");
  await userEvent.click(screen.getByRole("button", { name: "Show" }));
  expect(show).toHaveBeenCalledWith({ from: AGAIN, to: AGAIN + 6 * HOUR });
});

it("moves through both of two equal hours, and takes either as it is typed", async () => {
  form({ from: AGAIN - 2 * HOUR, to: AGAIN + 6 * HOUR });
  const seen: string[] = [];
  fromField().focus();
  for (let i = 0; i < 3; i++) {
    await userEvent.keyboard("{ArrowUp}");
    seen.push(fromField().value.slice(12));
  }
  expect(seen).toEqual(["02:30 UTC+02:00", "02:30 UTC+01:00", "03:30"]);
  await type("From", "25 Oct 02:59");
  await userEvent.keyboard("{Shift>}{ArrowUp}{ArrowUp}{/Shift}");
  expect(fromField().value).toBe("25 Oct 2026 02:01 UTC+01:00");
  await type("From", "02:45 UTC+01:00");
  await userEvent.click(screen.getByRole("button", { name: "Show" }));
  expect(show).toHaveBeenCalledWith({ from: AGAIN + HOUR / 4, to: AGAIN + 6 * HOUR });
});

it("offers days, the night, weeks and months of the zone, by keyboard", async () => {
  const today = { from: Date.UTC(2026, 10, 28, 23), to: Date.UTC(2026, 10, 29, 23) };
  form(today);
  const names = within(screen.getByRole("group", { name: "Calendar" })).getAllByRole("button");
  expect(names.map((button) => button.textContent)).toEqual([
    "Today",
    "Yesterday",
    "Last night18:00 to 06:00",
    "This week",
    "Last week",
    "This month",
    "Last month",
  ]);
  expect(names.map((button) => button.getAttribute("aria-pressed"))).toContain("true");
  names[2]?.focus();
  await userEvent.keyboard("{Enter}");
  expect(show).toHaveBeenCalledWith({
    from: Date.UTC(2026, 10, 28, 17),
    to: Date.UTC(2026, 10, 29, 5),
  });
});
