// @vitest-environment jsdom
import { act, render, renderHook, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { leave, useLeaveGuard } from "@/ui/leave";

const guard = (active: boolean) =>
  renderHook(({ on }) => useLeaveGuard(on), { initialProps: { on: active } });

it("goes at once while nothing would be lost", () => {
  guard(false);
  const go = vi.fn();
  leave(go);
  expect(go).toHaveBeenCalledOnce();
});

it("holds a way out until it is confirmed, and forgets it if it is dropped", () => {
  const { result } = guard(true);
  const go = vi.fn();
  act(() => leave(go));
  expect(go).not.toHaveBeenCalled();
  act(() => result.current.drop());
  expect(result.current.held).toBeNull();
  act(() => leave(go));
  act(() => result.current.held?.());
  expect(go).toHaveBeenCalledOnce();
});

it("holds links of the page, but not those that open elsewhere", async () => {
  const { result, rerender } = guard(true);
  const followed = vi.fn((event: Event) => event.preventDefault());
  render(
    <div onClick={(event) => followed(event.nativeEvent)}>
      <a href="/devices">Devices</a>
      <a href="/ledger" target="_blank">
        Rejects
      </a>
    </div>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByText("Rejects"));
  expect([followed.mock.calls.length, result.current.held]).toEqual([1, null]);
  await user.click(screen.getByText("Devices"));
  expect(followed.mock.calls.length).toBe(1);
  act(() => result.current.held?.());
  expect(followed.mock.calls.length).toBe(2);
  rerender({ on: false });
  await user.click(screen.getByText("Devices"));
  expect(followed.mock.calls.length).toBe(3);
});

it("lets the browser ask before its window is closed", () => {
  const { rerender } = guard(true);
  const closing = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(closing()).toBe(true);
  rerender({ on: false });
  expect(closing()).toBe(false);
});
