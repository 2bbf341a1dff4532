// @vitest-environment jsdom
import { renderHook, act } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { makeQueryClient } from "@/data/api/client";
import { ApiProblem } from "@/data/api/http";
import { noteRead, noteSignedIn, onMaybeSignedIn, useSession } from "@/data/session";

const signedOut = () => Promise.reject(new ApiProblem(401, "signed-out", "Not signed in"));
const other = () => Promise.reject(new ApiProblem(404, "not-found", "Nothing here"));

afterEach(() => act(noteSignedIn));

it("learns from the answer to any request that the session has ended", async () => {
  const client = makeQueryClient();
  const { result } = renderHook(useSession);
  await act(() => client.query({ queryKey: ["a"], queryFn: other }).catch(() => undefined));
  expect(result.current).toBe("open");
  await act(() => client.query({ queryKey: ["b"], queryFn: signedOut }).catch(() => undefined));
  expect(result.current).toBe("refused");
  act(noteSignedIn);
  expect(result.current).toBe("open");
});

it("says that a change was not made, until that is read", async () => {
  const client = makeQueryClient();
  const { result } = renderHook(useSession);
  const change = client.getMutationCache().build(client, { mutationFn: signedOut });
  await act(() => change.execute(undefined).catch(() => undefined));
  expect(result.current).toBe("unsaved");
  act(noteRead);
  expect(result.current).toBe("refused");
});

it("asks again whether somebody has signed in when the tab is looked at", () => {
  const then = vi.fn();
  const stop = onMaybeSignedIn(then);
  window.dispatchEvent(new Event("focus"));
  expect(then).toHaveBeenCalledOnce();
  stop();
  window.dispatchEvent(new Event("focus"));
  expect(then).toHaveBeenCalledOnce();
});
