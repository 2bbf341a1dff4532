"use client";
// Skeletons of loading content: shown after 200 ms, with a notice after 10 s.
import { useEffect, useState, type ReactNode } from "react";
import classes from "./skeleton.module.css";

export function Waiting({ children }: { children: ReactNode }) {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 10_000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy="true" className={classes.waiting}>
      <span role="status" className={long ? classes.words : "visually-hidden"}>
        {long ? "Still loading. The server has not responded for 10 s." : "Loading"}
      </span>
      {children}
    </div>
  );
}

export function Skeleton({
  width,
  height = 12,
  round = false,
}: {
  width: number | string;
  height?: number;
  round?: boolean;
}) {
  return (
    <span
      className={classes.bone}
      style={{ width, height, borderRadius: round ? height : undefined }}
    />
  );
}

/** @param title the heading of a page that is loading as a whole, which nobody sees but is read out */
export function SkeletonRows({ rows = 8, title }: { rows?: number; title?: string }) {
  return (
    <Waiting>
      {title !== undefined && <h1 className="visually-hidden">{title}</h1>}
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className={classes.row}>
          <Skeleton width={16} height={16} round />
          <span className={classes.grow}>
            <Skeleton width={`${46 - ((i * 7) % 18)}%`} />
            <Skeleton width={`${26 + ((i * 5) % 11)}%`} height={8} />
          </span>
          <Skeleton width={64} height={16} />
        </div>
      ))}
    </Waiting>
  );
}
