// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { InstallCard } from "@/features/proposals/install-card";
import { eventually } from "../../eventually";
import { NOON, makeSensor } from "../../make";
import { makeProposal } from "../../make-proposal";
import { HUMIDITY } from "../../names";
import { ME, renderPage } from "../../page";

afterEach(() => vi.unstubAllGlobals());

const PROPOSAL = makeProposal();

it("shows the conflict of an existing sensor, and replaces the device only on request", async () => {
  const sent: { sensor: string; replace: boolean; since: number | null }[] = [];
  const inTheWay = {
    sensor: "linden-pharmacy/vaccine-fridge",
    device: "probe-1",
    channel: "temperature",
    from: NOON,
    to: null,
  };
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "GET") return Response.json({ items: [], next: null });
    const body = (await request.json()) as (typeof sent)[number];
    sent.push(body);
    if (!body.replace)
      return Response.json(
        { type: "urn:conflict", title: "Conflict", in_the_way: [inTheWay] },
        { status: 409 },
      );
    return Response.json({ sensor: body.sensor, installation: {} }, { status: 201 });
  });
  Element.prototype.scrollIntoView = () => undefined;
  const onDone = vi.fn();
  const user = userEvent.setup();
  renderPage(<InstallCard proposal={PROPOSAL} onDone={onDone} onSetAside={vi.fn()} />, {
    me: { ...ME, admin: true },
    sensors: [makeSensor()],
  });
  await user.click(screen.getByRole("button", { name: "Use an existing sensor" }));
  await user.click(screen.getByRole("button", { name: "Install" }));
  expect(screen.getByText("Choose a sensor.")).toBeDefined();
  await user.click(screen.getByPlaceholderText("Type a name or a place"));
  await user.click(await screen.findByRole("option", { name: /Vaccine fridge/, hidden: true }));
  expect(screen.getByText(/Includes its 324 readings since Mon 23 Nov 2026/)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Install" }));
  expect(
    await screen.findByText(
      /probe-1\/temperature supplies linden-pharmacy\/vaccine-fridge since Mon 23 Nov 2026, 13:00:00 UTC\+01:00/,
    ),
  ).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Replace it" }));
  await eventually(() =>
    expect(onDone).toHaveBeenCalledWith({
      device: "hall-b-gw",
      channel: "f4",
      sensor: "linden-pharmacy/vaccine-fridge",
      name: "Vaccine fridge",
    }),
  );
  expect(sent.map(({ sensor, replace, since }) => [sensor, replace, since])).toEqual([
    ["linden-pharmacy/vaccine-fridge", false, null],
    ["linden-pharmacy/vaccine-fridge", true, null],
  ]);
});

it("asks before it installs what is probably no temperature", async () => {
  const sent: unknown[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "GET") return Response.json({ items: [], next: null });
    sent.push(await request.json());
    return Response.json({ sensor: "linden-pharmacy/damp", installation: {} }, { status: 201 });
  });
  const onDone = vi.fn();
  const user = userEvent.setup();
  const proposal = makeProposal({
    channel: "humidity",
    name_says: HUMIDITY,
    site: "linden-pharmacy",
  });
  renderPage(<InstallCard proposal={proposal} onDone={onDone} onSetAside={vi.fn()} />, {
    me: { ...ME, admin: true },
  });
  expect(screen.getByText(/Probably not a temperature: its name is humidity./)).toBeDefined();
  await user.type(screen.getByLabelText("Sensor name"), "Damp");
  await user.click(screen.getByRole("button", { name: "Install" }));
  expect(screen.getByTestId("doubt").textContent).toContain("Install humidity as a temperature?");
  expect(sent).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Install it anyway" }));
  await eventually(() => expect(onDone).toHaveBeenCalled());
  expect(sent).toHaveLength(1);
});
