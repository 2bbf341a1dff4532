// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Zones, useOwnZone, usePageZone, usePageZones, useZone } from "@/data/zones";
import { ReadingProvider } from "@/data/preferences";
import { Moment, Sentence } from "@/parts/moment";
import { near } from "@/time/moment";
import { nameOf } from "@/time/zoned";
import { ME, renderPage } from "../page";

const AT = Date.UTC(2026, 10, 23, 23, 30);
const VIENNA = "Europe/Vienna";
const NEPAL = "Asia/Kathmandu";
const TONGA = "Pacific/Tongatapu";

const written = (at: number, _now: number, zone: Parameters<typeof near>[2]) => near(at, AT, zone);

function Row({ zone }: { zone: string | null }) {
  return <Moment at={AT} zone={useZone(zone)} as={written} />;
}

function Page({ zones }: { zones: (string | null)[] }) {
  return (
    <Zones of={zones}>
      {zones.map((zone, i) => (
        <Row key={i} zone={zone} />
      ))}
    </Zones>
  );
}

const Foot = () => (
  <p data-testid="foot">
    {usePageZones()
      .map(({ name, whose }) => `${whose} ${name}`)
      .join(", ")}
  </p>
);

const times = () =>
  [...document.querySelectorAll("time")].map((time) => time.textContent.replaceAll("\u00a0", " "));

it("says each time's offset where several zones stand together", () => {
  renderPage(<Page zones={[VIENNA, NEPAL, TONGA]} />);
  expect(times()).toEqual(["00:30 UTC+01:00", "05:15 UTC+05:45", "12:30 UTC+13:00"]);
  expect(document.querySelector("time")?.dateTime).toBe("2026-11-23T23:30:00.000Z");
  expect(document.querySelector("time")?.title).toBe(
    "Tue 24 Nov 2026, 00:30:00 UTC+01:00, Europe/Vienna",
  );
});

it("says no offset where all times are in one zone, the reader's if one was chosen", () => {
  const { unmount } = renderPage(<Page zones={[NEPAL, NEPAL]} />);
  expect(times()).toEqual(["05:15", "05:15"]);
  unmount();
  renderPage(<Page zones={[VIENNA, NEPAL, null]} />, { me: { ...ME, time_zone: "Asia/Tokyo" } });
  expect(times()).toEqual(["08:30", "08:30", "08:30"]);
});

it("tells the rail's foot which zones the page uses, and whose they are", () => {
  const { rerender } = renderPage(
    <>
      <Page zones={[VIENNA, NEPAL]} />
      <Foot />
    </>,
  );
  expect(screen.getByTestId("foot").textContent).toBe("site Asia/Kathmandu, site Europe/Vienna");
  rerender(<Foot />);
  expect(screen.getByTestId("foot").textContent).toBe("");
});

it("knows when the reader's time was chosen for one view only", () => {
  const One = () => <>{nameOf(usePageZone(NEPAL))}</>;
  renderPage(
    <>
      <ReadingProvider value={{ unit: null, zone: "mine" }}>
        <One />
      </ReadingProvider>
      <Foot />
    </>,
  );
  expect(screen.getByTestId("foot").textContent).toMatch(/^reader /);
});

it("shows times around the page in the page's zone, and beside several with the offset", () => {
  const Frame = () => <Moment at={AT} zone={useOwnZone()} as={written} />;
  const Alone = () => <>{nameOf(usePageZone(NEPAL))}</>;
  const me = { ...ME, time_zone: null };
  const { unmount } = renderPage(
    <>
      <Frame />
      <Alone />
    </>,
    { me },
  );
  expect(times()).toEqual(["05:15"]);
  unmount();
  renderPage(
    <>
      <Frame />
      <Page zones={[VIENNA, NEPAL]} />
    </>,
    { me },
  );
  expect(times()[0]).toMatch(/ UTC[+\u2212]\d\d:\d\d$/);
});

it("marks the times in a sentence, in the order in which it tells them", () => {
  const text = "From 05:15 to 05:30, since yesterday.";
  const later = AT + 15 * 60_000;
  const { container } = renderPage(
    <Sentence text={text} times={[null, AT, AT + 1, later]} zone={NEPAL} as={written} />,
  );
  expect(times()).toEqual(["05:15", "05:30"]);
  expect(container.querySelectorAll("time")[1]?.dateTime).toBe(new Date(later).toISOString());
  expect(container.textContent).toContain(text);
});
