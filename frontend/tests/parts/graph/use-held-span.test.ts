// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { useHeldSpan } from "@/parts/graph/use-held-span";

const HOUR = 3_600_000;
const initial = { from: 10 * HOUR, to: 20 * HOUR };

function hold() {
  const onRange = vi.fn();
  return {
    onRange,
    ...renderHook((props: { from: number; to: number }) => useHeldSpan(props, onRange), {
      initialProps: initial,
    }),
  };
}

it("moves at once during a gesture, and requests the range once at its end", () => {
  const { result, onRange } = hold();
  act(() => result.current.move({ from: 11 * HOUR, to: 15 * HOUR }));
  act(() => result.current.move({ from: 12 * HOUR, to: 14 * HOUR }));
  expect(result.current).toMatchObject({ moving: true, span: { from: 12 * HOUR, to: 14 * HOUR } });
  expect(onRange).not.toHaveBeenCalled();
  act(() => result.current.rest());
  act(() => result.current.rest());
  expect(onRange.mock.calls).toEqual([[12 * HOUR, 14 * HOUR]]);
});

it("stays after the gesture until the page shows the requested range", () => {
  const { result, rerender } = hold();
  act(() => result.current.move({ from: 12 * HOUR, to: 14 * HOUR }));
  act(() => result.current.rest());
  expect(result.current.span.from).toBe(12 * HOUR);
  rerender({ from: 12 * HOUR, to: 14 * HOUR });
  expect(result.current.moving).toBe(false);
  rerender({ from: 1 * HOUR, to: 2 * HOUR });
  expect(result.current.span).toEqual({ from: 1 * HOUR, to: 2 * HOUR });
});

it("ignores new ranges of the page during a gesture", () => {
  const { result, rerender } = hold();
  act(() => result.current.move({ from: 12 * HOUR, to: 14 * HOUR }));
  rerender({ from: 10 * HOUR + 5000, to: 20 * HOUR + 5000 });
  expect(result.current.span.from).toBe(12 * HOUR);
});
