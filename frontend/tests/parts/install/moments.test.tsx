// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import type { Installation } from "@/domain/types";
import { EditInstallation } from "@/parts/install/edit-installation";
import { SinceWhen } from "@/parts/install/since-when";
import { makeSensor } from "../../make";
import { renderPage } from "../../page";

const ZONE = "Asia/Kathmandu";

function Form() {
  const [when, setWhen] = useState({ past: true, text: "2026-11-28T18:05" });
  return (
    <>
      <SinceWhen when={when} zone={ZONE} onChange={setWhen} />
      <output>{when.text}</output>
    </>
  );
}

/** Render the form of an installation's times; return the button that saves them. */
function renderEdit(times: Pick<Installation, "from" | "to">, zone: string): HTMLButtonElement {
  const names = { id: 1, device: "probe", channel: "temperature" };
  renderPage(
    <EditInstallation
      sensor={makeSensor()}
      installation={{ ...names, ...times } as unknown as Installation}
      zone={zone}
      onDone={() => undefined}
    />,
  );
  return screen.getByRole("button", { name: "Save times" });
}

it("shows a past time in 24 hours whatever the browser's language, and takes what is typed", async () => {
  renderPage(<Form />);
  const field = screen.getByLabelText<HTMLInputElement>("Since");
  expect([field.type, field.value]).toEqual(["text", "28 Nov 2026 18:05"]);
  await userEvent.clear(field);
  expect(screen.getByRole("alert").textContent).toBe("Enter a date and a time.");
  await userEvent.type(field, "27 Nov 2026 6:30 pm");
  expect(screen.getByRole("status").textContent).toBe("2026-11-27T18:30");
});

it("takes no unreadable end of an installation for none", async () => {
  const save = renderEdit({ from: Date.UTC(2026, 10, 20), to: Date.UTC(2026, 10, 25) }, "UTC");
  const until = screen.getByLabelText<HTMLInputElement>("Until");
  expect(until.value).toBe("25 Nov 2026 00:00");
  await userEvent.clear(until);
  expect([screen.queryByRole("alert"), save.disabled]).toEqual([null, false]);
  await userEvent.type(until, "soon");
  expect(screen.getByRole("alert").textContent).toBe("Enter a date and a time.");
  expect(save.disabled).toBe(true);
});

it("begins at the second of two equal hours if it says so", async () => {
  const save = renderEdit({ from: Date.UTC(2026, 9, 25, 1, 30), to: null }, "Europe/Vienna");
  const from = screen.getByLabelText<HTMLInputElement>("From");
  expect(from.value).toBe("25 Oct 2026 02:30 UTC+01:00");
  from.focus();
  await userEvent.keyboard("{ArrowDown}");
  expect([from.value, save.disabled]).toEqual(["25 Oct 2026 02:30 UTC+02:00", false]);
  await userEvent.keyboard("{ArrowUp}");
  expect([from.value, save.disabled]).toEqual(["25 Oct 2026 02:30 UTC+01:00", true]);
});
