"use client";
// A link that prefetches its page only when pointed at: a page full of links that prefetch at once
// would delay its own readings.
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
