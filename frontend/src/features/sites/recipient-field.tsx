"use client";
// Finds a person or a group as one types; arrow keys and Enter choose.
import { useDebouncedValue } from "@mantine/hooks";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { useCandidates } from "@/data/api/grants";
import { ApiProblem } from "@/data/api/http";
import { problemWords } from "@/data/problem-words";
import { ROLE_NAMES } from "@/domain/roles";
import type { Grant } from "@/domain/types";
import { Avatar } from "@/ui/avatar";
import { TextField } from "@/ui/field";
import { candidatesOf, type Candidate } from "./access-words";
import classes from "./grant-card.module.css";

const PAUSE_MS = 200;
/** The directory is not searched for less. */
const SHORTEST = 2;

export function RecipientField({
  site,
  grants,
  wrong,
  onChoose,
}: {
  site: string;
  grants: Grant[];
  wrong: string | null;
  onChoose: (candidate: Candidate) => void;
}) {
  const list = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const wanted = text.trim();
  const [settled] = useDebouncedValue(wanted, PAUSE_MS);
  const short = wanted.length < SHORTEST;
  const asked = short || settled.length < SHORTEST ? "" : settled;
  const { data, error, isFetching, isPlaceholderData } = useCandidates(site, asked);
  const current = asked === wanted && !isPlaceholderData && data !== undefined;
  const away = error instanceof ApiProblem && error.status === 503;
  const candidates = short ? [] : away ? [exactly(wanted)] : data ? candidatesOf(data, grants) : [];
  const chosen = Math.min(at, candidates.length - 1);
  const choose = (candidate: Candidate | undefined) => {
    if (candidate?.has === null) onChoose(candidate);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(candidates.length - 1, chosen + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, chosen - 1));
    // While the answer to what is typed has not come, Enter chooses nobody who matched before.
    else if (event.key === "Enter" && candidates.length > 0)
      choose(current || away ? candidates[chosen] : undefined);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.find}>
      <TextField
        label="Person or group"
        name="recipient"
        role="combobox"
        aria-expanded={candidates.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={candidates[chosen] ? `${list}-${chosen}` : undefined}
        autoFocus
        spellCheck={false}
        value={text}
        maxLength={100}
        placeholder="Name, user name or e-mail"
        wrong={candidates.length === 0 && wanted === "" ? wrong : null}
        hint="Everyone in Keycloak can be found, also before they have signed in here."
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
      />
      <ul id={list} role="listbox" aria-label="People and groups" className={classes.list}>
        {candidates.map((candidate, i) => (
          <li
            key={candidate.key}
            id={`${list}-${i}`}
            role="option"
            aria-selected={i === chosen}
            aria-disabled={candidate.has !== null || undefined}
            onPointerMove={() => setAt(i)}
            onClick={() => choose(candidate)}
          >
            <Avatar name={candidate.name} group={"group" in candidate.to} />
            <span>
              <b>{candidate.name}</b>
              <small>
                {candidate.has === null
                  ? candidate.about
                  : `${ROLE_NAMES[candidate.has]} already: change the role in the list`}
              </small>
            </span>
          </li>
        ))}
      </ul>
      <p role="status" className={classes.status}>
        {wanted !== "" &&
          resultWords({
            wanted,
            short,
            away,
            error,
            pending: !current && (isFetching || asked !== wanted),
            found: candidates.length,
            truncated: data?.truncated ?? false,
          })}
      </p>
    </div>
  );
}

/** Without the directory's search, somebody who has signed in is still found by their exact user name. */
const exactly = (username: string): Candidate => ({
  key: username,
  name: username,
  about: "By exactly this user name, if they have signed in before",
  to: { username },
  has: null,
});

function resultWords({
  wanted,
  short,
  away,
  error,
  pending,
  found,
  truncated,
}: {
  wanted: string;
  short: boolean;
  away: boolean;
  error: unknown;
  pending: boolean;
  found: number;
  truncated: boolean;
}): ReactNode {
  if (short) return "Type at least two letters.";
  if (away) return "Keycloak does not answer, so names cannot be searched.";
  if (error !== null) return problemWords(error);
  if (pending) return found === 0 ? "Searching" : null;
  if (found === 0)
    return `Nobody in Keycloak matches “${wanted}”. An administrator of Keycloak adds people and groups.`;
  return truncated ? "There are more. Type more of the name." : null;
}
