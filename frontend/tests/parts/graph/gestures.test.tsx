// @vitest-environment jsdom
import { fireEvent, renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { useGestures, wheelMeaning } from "@/parts/graph/gestures";

const turn = (changes: Partial<WheelEventInit>) => new WheelEvent("wheel", changes);

describe("the wheel over a graph", () => {
  it("scrolls the page", () => {
    expect(wheelMeaning(turn({ deltaY: 120 }))).toEqual({ kind: "scroll" });
    expect(wheelMeaning(turn({ deltaY: 120, deltaX: 3 }))).toEqual({ kind: "scroll" });
  });

  it("zooms with Ctrl or ⌘: out by turning down, in by turning up", () => {
    for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
      expect(wheelMeaning(turn({ deltaY: 100, ...held }))).toEqual({ kind: "zoom", factor: 1.25 });
      expect(wheelMeaning(turn({ deltaY: -100, ...held }))).toEqual({ kind: "zoom", factor: 0.8 });
    }
  });

  it("zooms by a pinch on a touch pad, whose steps are small", () => {
    const pinch = wheelMeaning(turn({ deltaY: -10, ctrlKey: true }));
    expect(pinch).toMatchObject({ kind: "zoom", factor: expect.closeTo(0.904, 3) as number });
  });

  it("pans sideways and with Shift, in lines or pixels", () => {
    expect(wheelMeaning(turn({ deltaX: 40, deltaY: 3 }))).toEqual({ kind: "pan", pixels: 40 });
    expect(wheelMeaning(turn({ deltaY: 40, shiftKey: true }))).toEqual({ kind: "pan", pixels: 40 });
    const lines = turn({ deltaX: 2, deltaMode: WheelEvent.DOM_DELTA_LINE });
    expect(wheelMeaning(lines)).toEqual({ kind: "pan", pixels: 32 });
  });
});

function plot() {
  const box = document.createElement("div");
  box.innerHTML = '<div class="u-over"></div>';
  const over = box.firstElementChild as HTMLElement;
  over.getBoundingClientRect = () => ({ left: 0, width: 100, bottom: 100 }) as DOMRect;
  const calls = {
    onMove: vi.fn(),
    onRest: vi.fn(),
    onZoomOut: vi.fn(),
    onScroll: vi.fn(),
    onCursor: vi.fn(),
  };
  renderHook(() =>
    useGestures({ current: box }, true, { range: () => ({ from: 0, to: 100 }), ...calls }),
  );
  return { over, calls };
}

describe("gestures", () => {
  it("leave the page its scrolling, and say how to zoom", () => {
    const { over, calls } = plot();
    // fireEvent is false if the default was prevented
    expect(fireEvent.wheel(over, { deltaY: 100 })).toBe(true);
    expect(calls.onScroll).toHaveBeenCalledOnce();
    expect(calls.onMove).not.toHaveBeenCalled();
    expect(fireEvent.wheel(over, { deltaY: -100, ctrlKey: true, clientX: 50 })).toBe(false);
    expect(calls.onMove).toHaveBeenCalledWith({ from: 10, to: 90 });
  });

  const finger = (clientX: number, clientY: number) => ({ touches: [{ clientX, clientY }] });

  it("leave a finger that moves up or down to the page, and pan with one that moves sideways", () => {
    const { over, calls } = plot();
    fireEvent.touchStart(over, finger(50, 50));
    expect(fireEvent.touchMove(over, finger(58, 20))).toBe(true);
    expect(calls.onMove).not.toHaveBeenCalled();
    fireEvent.touchEnd(over, { touches: [] });
    fireEvent.touchStart(over, finger(50, 50));
    expect(fireEvent.touchMove(over, finger(30, 55))).toBe(false);
    expect(calls.onMove).toHaveBeenCalledWith({ from: 20, to: 120 });
  });
});
