// Read LogQL as Grafana does: a JSON list of queries on stdin; on stdout, for each, what is not understood and what it names.
import { text } from "node:stream/consumers";
import { parser } from "@grafana/lezer-logql";

const PLACES = {
  Selector: "labels",
  LabelFilter: "filters",
  Grouping: "groups",
  UnwrapExpr: "filters",
};

/** Return the nearest place around a node that says what an identifier in it is. */
function placeOf(node) {
  for (let each = node; each; each = each.parent) if (each.name in PLACES) return PLACES[each.name];
  return null;
}

function read(query) {
  const found = { errors: [], labels: [], extracted: [], filters: [], groups: [], json: false };
  parser.parse(query).iterate({
    enter: ({ node, name, from, to }) => {
      const piece = query.slice(from, to);
      if (node.type.isError) found.errors.push(piece || `at ${from}`);
      else if (name === "LabelParser" && piece === "json") found.json = true;
      else if (name === "LabelExtractionExpression") {
        const label = query.slice(node.firstChild.from, node.firstChild.to);
        const path = node.getChild("String");
        found.extracted.push([label, path ? query.slice(path.from + 1, path.to - 1) : label]);
      } else if (name === "Identifier") {
        const place = placeOf(node.parent);
        if (place) found[place].push(piece);
      }
    },
  });
  return found;
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(read)));
