// Setup of component tests: cleans up the document, and stubs browser APIs that jsdom lacks.
import { afterEach } from "vitest";

if (typeof window !== "undefined") {
  const { cleanup, configure } = await import("@testing-library/react");
  // A limit for hangs, not a measure: a busy machine may take seconds for what takes milliseconds.
  configure({ asyncUtilTimeout: 20_000 });
  afterEach(() => {
    cleanup();
  });
  const nothing = () => undefined;
  window.matchMedia = (query) =>
    Object.assign(new EventTarget(), {
      matches: false,
      media: query,
      onchange: null,
    }) as unknown as MediaQueryList;
  Element.prototype.scrollIntoView = nothing;
  window.ResizeObserver = class {
    observe = nothing;
    unobserve = nothing;
    disconnect = nothing;
  };
}
