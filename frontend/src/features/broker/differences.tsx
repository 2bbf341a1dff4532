"use client";
// What differs between the broker and the database: kind, details and what removes it.
import Link from "next/link";
import { useState } from "react";
import { deviceHref } from "@/domain/device-href";
import { count as inWords } from "@/domain/format";
import type { AccountDifference } from "@/domain/types";
import { Cell } from "@/ui/cell";
import { Chip, Chips } from "@/ui/chip";
import table from "@/ui/table.module.css";
import { canRotate, cureWords, isService, kindWords } from "./account-words";
import classes from "./broker-page.module.css";

const SHOWN = 200;

export function Differences({ of, count }: { of: AccountDifference[]; count: number }) {
  const [kind, setKind] = useState<string | null>(null);
  const kinds = [...new Set(of.map((difference) => difference.kind))];
  const chosen = of.filter((difference) => kind === null || difference.kind === kind);
  const shown = chosen.slice(0, SHOWN);
  return (
    <section aria-labelledby="differences">
      <h2 id="differences">Differences</h2>
      {kinds.length > 1 && (
        <Chips label="Kind">
          <Chip pressed={kind === null} number={of.length} onPress={() => setKind(null)}>
            All
          </Chip>
          {kinds.map((key) => (
            <Chip
              key={key}
              pressed={kind === key}
              number={of.filter((difference) => difference.kind === key).length}
              onPress={() => setKind(kind === key ? null : key)}
            >
              {kindWords(key)}
            </Chip>
          ))}
        </Chips>
      )}
      <table className={`${table.table} ${table.list}`} data-testid="differences">
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">What differs</th>
            <th scope="col">What removes it</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((difference) => (
            <tr key={`${difference.kind} ${difference.name}`} data-kind={difference.kind}>
              <th scope="row">
                <Account difference={difference} />
              </th>
              <Cell label="What differs">
                {kindWords(difference.kind)}
                <span className={`${table.under} ${classes.detail}`}>{difference.detail}</span>
              </Cell>
              <Cell label="What removes it">
                <Cure difference={difference} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
      {count > shown.length && (
        <p className={classes.foot}>
          {inWords(shown.length)} of {inWords(kind === null ? count : chosen.length)} shown.
        </p>
      )}
    </section>
  );
}

/** Accounts of devices that the database has lead to the device's page. */
function Account({ difference: { name, kind } }: { difference: AccountDifference }) {
  const inDatabase = ["missing", "credential", "disabled", "enabled", "client_id", "roles"];
  return inDatabase.includes(kind) && !isService(name) ? (
    <Link className={`${table.name} mono`} href={deviceHref(name)}>
      {name}
    </Link>
  ) : (
    <span className={`${table.name} mono`}>{name}</span>
  );
}

function Cure({ difference }: { difference: AccountDifference }) {
  return (
    <>
      {cureWords(difference)}
      {canRotate(difference) && (
        <span className={table.under}>
          {difference.cure === "render" && "or "}
          <Link className="link" href={`${deviceHref(difference.name)}?do=password`}>
            make a new password
          </Link>
        </span>
      )}
    </>
  );
}
