// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { Tabs } from "@/ui/tabs";

const TABS = [
  { key: "a", name: "Name" },
  { key: "b", name: "Sensors", number: "9" },
  { key: "c", name: "Access" },
] as const;

function Three() {
  const [tab, setTab] = useState<"a" | "b" | "c">("a");
  return <Tabs label="Site" tabs={TABS} tab={tab} onTab={setTab} />;
}

it("is one stop of the tab key; arrow keys, Home and End choose within", async () => {
  const user = userEvent.setup();
  render(<Three />);
  const chosen = () => screen.getByRole("tab", { selected: true }).textContent;
  await user.tab();
  expect(document.activeElement?.textContent).toBe("Name");
  await user.keyboard("{ArrowRight}");
  expect(chosen()).toBe("Sensors9");
  expect(document.activeElement?.textContent).toBe("Sensors9");
  await user.keyboard("{End}{ArrowRight}");
  expect(chosen()).toBe("Name");
  await user.keyboard("{ArrowLeft}");
  expect(chosen()).toBe("Access");
  await user.keyboard("{Home}");
  expect(chosen()).toBe("Name");
  await user.tab();
  expect(document.activeElement).toBe(document.body);
});
