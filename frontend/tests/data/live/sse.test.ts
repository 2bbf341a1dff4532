import { describe, expect, it } from "vitest";
import { EventParser } from "@/data/live/sse";

describe("server-sent events", () => {
  it("are parsed wherever the text is split into chunks", () => {
    const text =
      'id: 5\nevent: latest\ndata: {"a":\ndata: 1}\n\n: heartbeat\n\nevent: grants\r\ndata: {}\r\n\r\n';
    const whole = new EventParser().push(text);
    for (let cut = 1; cut < text.length; cut += 1) {
      const parser = new EventParser();
      expect([...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))]).toEqual(whole);
    }
    expect(whole).toEqual([
      { event: "latest", data: '{"a":\n1}', id: "5" },
      { event: "", data: "heartbeat", id: "5" },
      { event: "grants", data: "{}", id: "5" },
    ]);
  });

  it("without a name are messages, and an incomplete one is not emitted", () => {
    const parser = new EventParser();
    expect(parser.push("data: x\n\ndata: half")).toEqual([
      { event: "message", data: "x", id: null },
    ]);
  });
});
