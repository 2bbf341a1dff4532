"use client";
// A link to a page, whose code and frame are fetched once someone points at it: a page full of links
// that all fetch at once would keep its own readings waiting.
import Link from "next/link";
import { useState, type ComponentPropsWithRef } from "react";

export type PageLinkProps = Omit<ComponentPropsWithRef<typeof Link>, "prefetch">;

export function PageLink({ onPointerEnter, onFocus, ...rest }: PageLinkProps) {
  const [near, setNear] = useState(false);
  return (
    <Link
      {...rest}
      prefetch={near ? null : false}
      onPointerEnter={(event) => {
        setNear(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setNear(true);
        onFocus?.(event);
      }}
    />
  );
}
