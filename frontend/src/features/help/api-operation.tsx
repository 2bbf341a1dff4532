// One operation of the API: what it does, what it takes, what it answers, and an example.
import {
  boundWords,
  curl,
  type ApiDocument,
  type ApiOperation as Operation,
  type Listed,
} from "@/domain/api-document";
import { TypeName } from "./api-schema";
import classes from "./help.module.css";

export function ApiOperation({
  listed,
  document,
  origin,
}: {
  listed: Listed;
  document: ApiDocument;
  origin: string;
}) {
  const { method, path, operation } = listed;
  const body = Object.entries(operation.requestBody?.content ?? {});
  return (
    <details className={classes.operation} data-operation={operation.operationId}>
      <summary>
        <b className={classes.method}>{method}</b> <code>{path}</code>{" "}
        <span className={classes.summary}>{operation.summary}</span>
      </summary>
      <div className={classes.body}>
        {operation.description?.split("\n\n").map((part) => (
          <p key={part}>{part}</p>
        ))}
        <Parameters of={operation} />
        {body.length > 0 && (
          <>
            <h3>Body</h3>
            {body.map(([type, { schema }]) => (
              <p key={type}>
                <code>{type}</code>: <TypeName schema={schema} />
              </p>
            ))}
          </>
        )}
        <h3>Answers</h3>
        <dl className={classes.words}>
          {Object.entries(operation.responses).map(([status, answer]) => (
            <div key={status}>
              <dt>{status}</dt>
              <dd>
                {answer.description}
                {Object.entries(answer.content ?? {}).map(([type, { schema }]) => (
                  <span key={type}>
                    . <code>{type}</code>: <TypeName schema={schema} />
                  </span>
                ))}
              </dd>
            </div>
          ))}
        </dl>
        <h3>Example</h3>
        <Example text={curl(listed, origin, document)} />
      </div>
    </details>
  );
}

function Example({ text }: { text: string }) {
  return (
    <pre className={classes.example} tabIndex={0} aria-label="Example">
      <code>{text}</code>
    </pre>
  );
}

function Parameters({ of: { parameters = [] } }: { of: Operation }) {
  if (parameters.length === 0) return null;
  return (
    <>
      <h3>Parameters</h3>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">In</th>
            <th scope="col">Type</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {parameters.map(({ name, in: where, required, schema, description }) => (
            <tr key={`${where}${name}`}>
              <th scope="row">
                <code>{name}</code>
                {required && " (required)"}
              </th>
              <td>{where}</td>
              <td>
                <TypeName schema={schema} />
              </td>
              <td>{[description, boundWords(schema ?? {})].filter(Boolean).join("; ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
