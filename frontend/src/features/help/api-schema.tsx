"use client";
// A schema of the API: its type as a link, and its fields.
import { boundWords, refName, typeWords, type ApiSchema } from "@/domain/api-document";
import classes from "./help.module.css";

/** The name of a type; one with a schema of its own opens it. */
export function TypeName({ schema }: { schema: ApiSchema | undefined }) {
  const named = schema && (refName(schema) ? schema : schema.items);
  const name = named && refName(named);
  const words = typeWords(schema);
  if (!name) return <span>{words}</span>;
  const open = () => {
    const there = document.getElementById(`schema-${name}`);
    if (there instanceof HTMLDetailsElement) there.open = true;
  };
  return (
    <a className="link" href={`#schema-${name}`} onClick={open}>
      {words}
    </a>
  );
}

export function SchemaFields({ schema }: { schema: ApiSchema }) {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return <p>{typeWords(schema)}</p>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Type</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(([name, field]) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
              {schema.required?.includes(name) && " (required)"}
            </th>
            <td>
              <TypeName schema={field} />
            </td>
            <td>{[field.description, boundWords(field)].filter(Boolean).join("; ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
