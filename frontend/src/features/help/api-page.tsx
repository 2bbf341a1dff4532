"use client";
// The API's reference, from the document that the API publishes: operations, schemas, examples.
import { useMemo, useSyncExternalStore } from "react";
import { useApiDocument } from "@/data/api/document";
import { byTag, type ApiDocument } from "@/domain/api-document";
import { count } from "@/domain/format";
import { Crumbs } from "@/ui/crumbs";
import { PageLink } from "@/ui/page-link";
import { PageTitle } from "@/ui/page-title";
import { Placeholder } from "@/ui/placeholder";
import { SkeletonRows } from "@/ui/skeleton";
import { ApiOperation } from "./api-operation";
import { SchemaFields } from "./api-schema";
import classes from "./help.module.css";

const nothing = () => () => undefined;
const useOrigin = (): string =>
  useSyncExternalStore(
    nothing,
    () => window.location.origin,
    () => "",
  );

export function ApiPage() {
  const { data, isError } = useApiDocument();
  return (
    <div className={classes.page}>
      <Crumbs here="API">
        <PageLink href="/help">Help</PageLink>
      </Crumbs>
      <PageTitle title="API" about={data && `version ${data.info.version}`} />
      {!data && isError && (
        <Placeholder icon="alert" title="The reference could not be loaded">
          The page retries every few seconds.
        </Placeholder>
      )}
      {!data && !isError && <SkeletonRows rows={8} />}
      {data && <Reference document={data} />}
    </div>
  );
}

function Reference({ document }: { document: ApiDocument }) {
  const origin = useOrigin();
  const tags = useMemo(() => byTag(document), [document]);
  const schemas = Object.entries(document.components.schemas);
  return (
    <>
      <p>{document.info.description}</p>
      <p>
        The examples use your session. In the browser&apos;s developer tools, copy the header Cookie
        of any request to this site, and set it: <code>COOKIE=&apos;…&apos;</code>. It is as good as
        your password until you sign out. A program of its own has a client in the realm and sends{" "}
        <code>Authorization: Bearer …</code> to the API itself, with a token for the audience{" "}
        <code>isotherm-api</code>. The same as a file:{" "}
        <a className="link" href="/api/v1/openapi.json">
          openapi.json
        </a>
        .
      </p>
      {tags.map(([tag, operations]) => (
        <section key={tag} aria-labelledby={`tag-${tag}`}>
          <h2 id={`tag-${tag}`}>{tag}</h2>
          {operations.map((listed) => (
            <ApiOperation
              key={`${listed.method} ${listed.path}`}
              listed={listed}
              document={document}
              origin={origin}
            />
          ))}
        </section>
      ))}
      <section aria-labelledby="schemas">
        <h2 id="schemas">Schemas, {count(schemas.length)}</h2>
        {schemas.map(([name, schema]) => (
          <details key={name} id={`schema-${name}`} className={classes.operation}>
            <summary>
              <code>{name}</code>
            </summary>
            <div className={classes.body}>
              {schema.description && <p>{schema.description}</p>}
              <SchemaFields schema={schema} />
            </div>
          </details>
        ))}
      </section>
    </>
  );
}
