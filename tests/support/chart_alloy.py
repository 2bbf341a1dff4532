"""Alloy's configuration, read as Alloy does, and its stages applied to lines without Alloy.

The syntax is Alloy's own (blocks, attributes, strings, lists, objects). Stages do what Alloy 1.17's
documentation of `loki.process` says of them. Go's templates are left to Helm, which has the same.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)|(?P<raw>`[^`]*`)|(?P<text>"(?:[^"\\]|\\.)*")"""
    r"""|(?P<word>[A-Za-z_][\w.]*|\d+)|(?P<sign>[{}\[\]=,()])"""
)
_FORMATS = {
    "2006-01-02 15:04:05.000 MST": "%Y-%m-%d %H:%M:%S.%f %Z",
    "2006-01-02T15:04:05-0700": "%Y-%m-%dT%H:%M:%S%z",
}


@dataclass(slots=True)
class Block:
    """A block such as `stage.match { … }`: its attributes and the blocks in it, in order."""

    name: str
    label: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    blocks: "list[Block]" = field(default_factory=list)

    def all(self, name: str) -> "list[Block]":
        """Return the blocks of a name in this one."""
        return [block for block in self.blocks if block.name == name]


def parse(text: str) -> Block:
    """Return a configuration as a block; raise ValueError for what is no Alloy syntax."""
    tokens = list(_tokens(text))
    root = Block("")
    rest = _body(tokens, 0, root)
    if rest != len(tokens):
        raise ValueError(f"unexpected {tokens[rest]}")
    return root


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"no token at {text[at : at + 40]!r}")
        at = match.end()
        if match.lastgroup != "space":
            yield match[0]


def _body(tokens: list[str], at: int, block: Block) -> int:
    while at < len(tokens) and tokens[at] != "}":
        name = tokens[at]
        if tokens[at + 1] == "=":
            block.values[name], at = _value(tokens, at + 2)
            continue
        inner = Block(name)
        at += 1
        if tokens[at] != "{":
            inner.label, at = json.loads(tokens[at]), at + 1
        if tokens[at] != "{":
            raise ValueError(f"a block {name} has no body but {tokens[at]}")
        at = _body(tokens, at + 1, inner) + 1
        block.blocks.append(inner)
    return at


def _value(tokens: list[str], at: int) -> tuple[Any, int]:
    first = tokens[at]
    if first == "[":
        items = []
        at += 1
        while tokens[at] != "]":
            item, at = _value(tokens, at)
            items.append(item)
            at += tokens[at] == ","
        return items, at + 1
    if first == "{":
        pairs = {}
        at += 1
        while tokens[at] != "}":
            name = json.loads(tokens[at]) if tokens[at].startswith('"') else tokens[at]
            pairs[name], at = _value(tokens, at + 2)
            at += tokens[at] == ","
        return pairs, at + 1
    if first.startswith("`"):
        return first[1:-1], at + 1
    if first.startswith('"'):
        return json.loads(first), at + 1
    return {"true": True, "false": False}.get(first, first), at + 1


@dataclass(slots=True)
class Line:
    """A line on its way: its text, labels and time, and what was extracted from it."""

    text: str
    labels: dict[str, str]
    time: datetime | None = None
    """None while it is the time of reading."""
    extracted: dict[str, Any] = field(default_factory=dict)


def run(process: Block, line: Line) -> Line:
    """Apply the stages of a block to a line, but for templates, which stay to be evaluated."""
    for stage in process.blocks:
        kind = stage.name.removeprefix("stage.")
        match kind:
            case "match":
                if _is_selected(stage.values["selector"], line.labels):
                    run(stage, line)
            case "replace":
                _replace(stage, line)
            case "json":
                _json(stage.values["expressions"], line)
            case "regex":
                matched = re.search(stage.values["expression"], line.text)
                line.extracted |= matched.groupdict() if matched else {}
            case "timestamp":
                _timestamp(stage.values, line)
            case "template" | "labels" | "multiline":
                pass
            case "label_keep":
                kept = stage.values["values"]
                line.labels = {name: line.labels[name] for name in kept if name in line.labels}
            case _:
                raise ValueError(f"the stage {kind} is not known here")
    return line


def joined(process: Block, lines: Iterable[str], labels: Mapping[str, str]) -> Iterator[str]:
    """Yield messages: lines, joined where a stage for these labels joins them."""
    matches = [stage for stage in process.all("stage.match") if stage.all("stage.multiline")]
    firsts = [
        stage.all("stage.multiline")[0].values["firstline"]
        for stage in matches
        if _is_selected(stage.values["selector"], labels)
    ]
    waiting: list[str] = []
    for line in lines:
        if waiting and (not firsts or re.search(firsts[0], line)):
            yield "\n".join(waiting)
            waiting = []
        waiting.append(line.rstrip("\n"))
    if waiting:
        yield "\n".join(waiting)


def _is_selected(selector: str, labels: Mapping[str, str]) -> bool:
    match = re.fullmatch(r'\{(\w+)="([^"]*)"\}', selector)
    if match is None:
        raise ValueError(f"the selector {selector} is not known here")
    return labels.get(match[1]) == match[2]


def _replace(stage: Block, line: Line) -> None:
    source = stage.values.get("source")
    text = line.text if source is None else str(line.extracted.get(source) or "")
    new = stage.values["replace"]

    def cut(match: re.Match[str]) -> str:
        start, end = match.span(1)
        before, after = match[0][: start - match.start()], match[0][end - match.start() :]
        return f"{before}{new}{after}"

    text = re.sub(stage.values["expression"], cut, text)
    if source is None:
        line.text = text
    elif source in line.extracted:
        line.extracted[source] = text


def _json(expressions: Mapping[str, str], line: Line) -> None:
    try:
        document = json.loads(line.text)
    except ValueError:
        return
    for name, path in expressions.items():
        value: Any = document
        for key in (path or name).split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None:
            line.extracted[name] = value


def _timestamp(values: Mapping[str, Any], line: Line) -> None:
    text = str(line.extracted.get(values["source"]) or "")
    if not text:
        return
    if values["action_on_failure"] != "skip":
        raise ValueError("a line without a time would get that of the line before")
    try:
        line.time = _read(text, values["format"])
    except ValueError:
        return


def _read(text: str, form: str) -> datetime:
    if form == "Unix":
        return datetime.fromtimestamp(int(text), UTC)
    if form == "RFC3339Nano":
        short = re.sub(r"(\.\d{6})\d+", r"\1", text)
        return datetime.fromisoformat(short.replace("Z", "+00:00"))
    read = datetime.strptime(text, _FORMATS[form])  # noqa: DTZ007  the zone is in the text
    return read if read.tzinfo else read.replace(tzinfo=UTC)
