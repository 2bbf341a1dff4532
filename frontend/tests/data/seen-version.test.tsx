// @vitest-environment jsdom
import { act, screen } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { useSeenVersion } from "@/data/seen-version";
import { VERSION } from "@/domain/version";
import { ME, renderPage } from "../page";

const SEEN = `isotherm.version.${ME.subject}`;

function Shown() {
  const { isNew, markSeen } = useSeenVersion();
  return <button onClick={markSeen}>{isNew ? "new" : "known"}</button>;
}
const words = () => screen.getByRole("button").textContent;

beforeEach(() => window.localStorage.clear());

it("announces no version to who sees their first one, and remembers it", () => {
  renderPage(<Shown />);
  expect(words()).toBe("known");
  expect(window.localStorage.getItem(SEEN)).toBe(VERSION);
});

it("announces another version until it was seen", () => {
  window.localStorage.setItem(SEEN, "0.0.1");
  renderPage(<Shown />);
  expect(words()).toBe("new");
  expect(window.localStorage.getItem(SEEN)).toBe("0.0.1");
  act(() => screen.getByRole("button").click());
  expect(words()).toBe("known");
  expect(window.localStorage.getItem(SEEN)).toBe(VERSION);
});

it("keeps what each person has seen apart", () => {
  window.localStorage.setItem("isotherm.version.somebody-else", "0.0.1");
  renderPage(<Shown />);
  expect(words()).toBe("known");
});
