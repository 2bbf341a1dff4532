// Sends ended spans in batches, in the background. Spans wait in a bounded queue, and a new one that finds it full
// is lost: a slow or dead collector costs a counter, but neither memory without bound nor a request's time.
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { log } from "../log";
import { increment } from "../metrics";

/** Sends spans within a time; returns how many were refused, or null if they must be sent again. */
export type Push = (spans: ReadableSpan[], timeoutMs: number) => Promise<number | null>;

export interface Bounds {
  queue: number;
  batch: number;
  /** How long spans are collected before they are sent, unless a batch is full. */
  collectMs: number;
  timeoutMs: number;
  firstRetryMs: number;
  lastRetryMs: number;
}

const BOUNDS: Bounds = {
  queue: 4096,
  batch: 512,
  collectMs: 1000,
  timeoutMs: 5000,
  firstRetryMs: 250,
  lastRetryMs: 15_000,
};

const lose = (reason: string, spans: number): void =>
  increment("isotherm_process_spans_lost_total", { reason }, spans);

export class Sender {
  readonly #push: Push;
  readonly #bounds: Bounds;
  readonly #running: Promise<void>;
  #queue: ReadableSpan[] = [];
  #inHand = 0;
  #deadline = Infinity;
  #isAway = false;
  #wake: () => void = () => undefined;

  constructor(push: Push, bounds: Partial<Bounds> = {}) {
    this.#push = push;
    this.#bounds = { ...BOUNDS, ...bounds };
    this.#running = this.#run();
  }

  get #isClosing(): boolean {
    return this.#deadline < Infinity;
  }

  /** Queue a span, or count it as lost. */
  add(span: ReadableSpan): void {
    if (this.#isClosing || this.#queue.length + this.#inHand >= this.#bounds.queue) {
      lose("queue_full", 1);
      return;
    }
    this.#queue.push(span);
    if (this.#queue.length === this.#bounds.batch) this.#wake();
  }

  /** Send what is queued for at most `graceMs`; count and log the rest as lost. */
  async close(graceMs: number): Promise<void> {
    this.#deadline = Date.now() + graceMs;
    this.#wake();
    const late = new Promise<void>((resolve) => setTimeout(resolve, graceMs));
    await Promise.race([this.#running, late]);
    const spans = this.#inHand + this.#queue.length;
    if (spans === 0) return;
    lose("unreachable", spans);
    log("warning", "tracing", "spans did not reach the collector before the end", { spans });
  }

  /** Rest until it is time, or something wakes it. */
  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #run(): Promise<void> {
    for (;;) {
      if (!this.#isClosing) await this.#rest(this.#bounds.collectMs);
      while (this.#queue.length > 0) {
        const spans = this.#queue.slice(0, this.#bounds.batch);
        this.#queue = this.#queue.slice(this.#bounds.batch);
        this.#inHand = spans.length;
        if (!(await this.#deliver(spans))) return;
        this.#inHand = 0;
      }
      if (this.#isClosing) return;
    }
  }

  /** Push until the spans are taken or refused; false after the deadline. */
  async #deliver(spans: ReadableSpan[]): Promise<boolean> {
    const { timeoutMs, firstRetryMs, lastRetryMs } = this.#bounds;
    for (let waitMs = firstRetryMs; ; waitMs = Math.min(2 * waitMs, lastRetryMs)) {
      const leftMs = this.#deadline - Date.now();
      if (leftMs <= 0) return false;
      let refused: number | null;
      try {
        refused = await this.#push(spans, Math.min(timeoutMs, leftMs));
      } catch {
        lose("unencodable", spans.length);
        log("warning", "tracing", "spans cannot be encoded; they are lost", {
          spans: spans.length,
        });
        return true;
      }
      if (refused !== null) {
        this.#reached(spans.length, refused);
        return true;
      }
      this.#missed();
      await this.#rest(Math.max(0, Math.min(waitMs, this.#deadline - Date.now())));
    }
  }

  #reached(sent: number, refused: number): void {
    increment("isotherm_process_spans_sent_total", {}, sent - refused);
    lose("refused", refused);
    if (this.#isAway) log("info", "tracing", "spans are sent to the collector again");
    this.#isAway = false;
  }

  #missed(): void {
    if (this.#isAway || this.#isClosing) return;
    this.#isAway = true;
    const message = "spans cannot be sent to the collector, trying again; further ones may be lost";
    log("warning", "tracing", message);
  }
}
