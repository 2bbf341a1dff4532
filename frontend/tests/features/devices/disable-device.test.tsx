// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { DisableDevice } from "@/features/devices/disable-device";
import { makeDeviceDetail } from "../../make-device";
import { renderPage } from "../../page";

const ACTIVE = makeDeviceDetail({ name: "old-1" });

/** The question about a device that becomes disabled while it is open. */
function Changing() {
  const [device, setDevice] = useState(ACTIVE);
  return (
    <>
      <DisableDevice device={device} onDone={() => {}} />
      <button onClick={() => setDevice({ ...ACTIVE, disabled: 1000 })}>change</button>
    </>
  );
}

it("goes on asking what it was opened for when the device changes meanwhile", async () => {
  renderPage(<Changing />);
  await userEvent.click(screen.getByRole("button", { name: "change" }));
  expect(screen.getByTestId("disable-device").textContent).toContain("Disable old-1?");
  expect(screen.queryByRole("button", { name: "Enable" })).toBeNull();
});
