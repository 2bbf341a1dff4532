"use client";
// Programs for the device, one for each kind of firmware, with its own values.
import { useRef, useState } from "react";
import { CA_FILE, type Target } from "@/domain/snippets/target";
import { SNIPPETS, type SnippetKey } from "@/domain/snippets/snippets";
import { ButtonLink } from "@/ui/button";
import { CopyButton } from "@/ui/copy";
import { Icon } from "@/ui/icon";
import { Segmented } from "@/ui/segmented";
import { coloured } from "./colours";
import classes from "./programs.module.css";

const TABS = SNIPPETS.map(({ key, name }) => ({ key, label: name }));

export function Programs({ target, onCopy }: { target: Target; onCopy: () => void }) {
  const [key, setKey] = useState<SnippetKey>("mosquitto");
  const snippet = SNIPPETS.find((candidate) => candidate.key === key) ?? SNIPPETS[0];
  const program = useRef<HTMLPreElement>(null);
  const text = snippet.write(target);
  return (
    <section aria-label="Programs">
      <div className={classes.bar}>
        <div className={classes.tabs}>
          <Segmented label="Program" choices={TABS} value={key} onChange={setKey} />
        </div>
        {target.ca !== null && (
          <ButtonLink
            kind="bare"
            href={`data:application/x-pem-file,${encodeURIComponent(target.ca)}`}
            download={CA_FILE}
          >
            <Icon name="download" />
            CA certificate
          </ButtonLink>
        )}
      </div>
      <div className={classes.code}>
        <CopyButton
          kind="plain"
          className={classes.copy}
          text={text}
          what={`Copy the program for ${snippet.name}`}
          onCopy={onCopy}
          onBlocked={() => program.current && getSelection()?.selectAllChildren(program.current)}
        />
        <pre
          ref={program}
          tabIndex={0}
          aria-label={`Program for ${snippet.name}`}
          data-program={key}
          onCopy={onCopy}
        >
          <code>
            {coloured(text, key).map(({ kind, text: part }, index) => (
              <span key={index} data-kind={kind}>
                {part}
              </span>
            ))}
          </code>
        </pre>
      </div>
    </section>
  );
}
