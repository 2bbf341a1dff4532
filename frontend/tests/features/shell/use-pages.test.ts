// @vitest-environment jsdom
import { QueryClientProvider } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import { createElement, type ReactNode } from "react";
import { expect, it } from "vitest";
import { makeQueryClient } from "@/data/api/client";
import { meQuery } from "@/data/api/me";
import type { Me } from "@/domain/types";
import { PAGES } from "@/features/shell/pages";
import { badge, usePages } from "@/features/shell/use-pages";
import { ME } from "../../page";

const shownTo = (me: Me) => {
  const client = makeQueryClient();
  client.setQueryData(meQuery.queryKey, me);
  const wrapper = ({ children }: { children: ReactNode }) =>
    createElement(QueryClientProvider, { client }, children);
  return renderHook(() => usePages(PAGES), { wrapper }).result.current.map(({ key }) => key);
};

it("shows each page to those who may open it", () => {
  const everyone = ["overview", "compare", "ledger", "sites"];
  expect(shownTo(ME)).toEqual(everyone);
  const operated: Me = { ...ME, sites: [{ slug: "linden-pharmacy", role: "operator" }] };
  const hardware = ["overview", "compare", "devices", "proposals", "ledger", "sites"];
  expect(shownTo(operated)).toEqual(hardware);
  expect(shownTo({ ...ME, admin: true })).toEqual([...hardware, "status"]);
});

it("caps the badge at 99+", () => {
  expect([badge(0, false), badge(3, false), badge(99, false), badge(100, true)]).toEqual([
    null,
    "3",
    "99",
    "99+",
  ]);
});
