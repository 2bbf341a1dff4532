"""Every link, path, module, metric, setting, route and make target that documents name exists."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
CODE = ("bench", "frontend/src", "libs", "services", "tests")
PACKAGES = (*ROOT.glob("libs/*/src"), *ROOT.glob("services/*/src"))
DOCUMENTS = sorted(
    document
    for pattern in (
        "*.md",
        "docs/**/*.md",
        "frontend/*.md",
        "bench/**/*.md",
        "libs/*/*.md",
        "services/*/*.md",
    )
    for document in ROOT.glob(pattern)
    if "node_modules" not in document.parts
)

ELSEWHERE = {
    ".local/stack.json": "the state of a running system, which `make up` writes",
    "src/persist_write.c": "Mosquitto's source",
    "uv.lock": "a file that does not exist on purpose",
}
"""Paths that documents name although they are not in this repository, and what they are."""

_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]*)\)")
_CODE_SPAN = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.\[\]()*-]+(?:/[\w.\[\]()*-]+)*/?")
_FILE = re.compile(r".*\.(?:py|tsx?|md|toml|json|c|sh|lock)")
_MODULE = re.compile(r"isotherm(?:_ingest|_worker|_api|_devstack)?(?:\.[a-z_]+)+")
# no prefix that several share
_METRIC = re.compile(
    r"isotherm_(?:ingest|worker|api|frontend|process)_[a-z0-9_]+(?<!_)(?![a-z0-9_])"
)
_SETTING = re.compile(r"ISOTHERM_[A-Z0-9_]+")
_ROUTE = re.compile(r"/api/v1(/[a-z]+)+")
_VERB = re.compile(r"(?:`|^|&& )make ([a-z][a-z0-9-]*)", re.MULTILINE)
_PYTEST = re.compile(r"\.venv/bin/pytest((?: [\w./-]+)+)")
_TARGET = re.compile(r"^([a-z0-9-]+):.*## ", re.MULTILINE)


@cache
def files() -> frozenset[str]:
    """Return the paths of all source files, tests and documents below the root."""
    skipped = {"node_modules", ".next", "__pycache__", ".venv"}
    return frozenset(
        path.relative_to(ROOT).as_posix()
        for top in (*CODE, "docs", "frontend/tests")
        for path in (ROOT / top).rglob("*")
        if path.is_file() and not skipped.intersection(path.parts)
    )


@cache
def source() -> str:
    """Return the text of all parts' source, without tests."""
    return "\n".join(
        (ROOT / path).read_text()
        for path in sorted(files())
        if "/src/" in path and path.endswith((".py", ".ts", ".tsx"))
    )


def slugs(document: Path) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


def spans(document: Path) -> Iterator[str]:
    """Yield a document's `code spans`, without those in code blocks."""
    text = re.sub(r"^```.*?^```", "", document.read_text(), flags=re.DOTALL | re.MULTILINE)
    yield from _CODE_SPAN.findall(text)


def named_paths(document: Path) -> Iterator[str]:
    """Yield the paths that a document names in code spans: known folders, and names of files."""
    # without what a local stack leaves, which may be there or not
    tops = {path.name for path in ROOT.iterdir()} - {".local"} | {"src", "tests"}
    for span in spans(document):
        if _PATH.fullmatch(span) and "…" not in span:
            folder = "/" in span and span.split("/")[0] in tops
            if folder or (_FILE.fullmatch(span) and not span.startswith(".")):
                yield span.rstrip("/")


def exists(path: str, document: Path) -> bool:
    """Return whether a path exists below the root, beside its document, or as the end of a path."""
    if any((folder / path).exists() for folder in (ROOT, document.parent)):
        return True
    if "*" in path:
        return any(True for folder in (ROOT, document.parent) for _ in folder.glob(path))
    return any(f"/{file}".endswith(f"/{path}") for file in files())


def importable(module: str) -> bool:
    """Return whether a dotted name is a module or package, or a name inside one."""
    parts = module.split(".")
    for end in (len(parts), len(parts) - 1):
        relative = Path(*parts[:end])
        for package in PACKAGES:
            path = package / relative.with_suffix(".py")
            if (package / relative).is_dir() and end == len(parts):
                return True
            path = path if path.is_file() else package / relative / "__init__.py"
            if path.is_file() and (end == len(parts) or parts[-1] in path.read_text()):
                return True
    return False


def name(document: Path) -> str:
    """Return a document's path below the root."""
    return document.relative_to(ROOT).as_posix()


def mentions(pattern: re.Pattern[str]) -> set[tuple[str, str]]:
    """Return (document, match) for every match of a pattern in every document."""
    return {
        (name(document), match[0])
        for document in DOCUMENTS
        for match in pattern.finditer(document.read_text())
    }


def test_documents_are_found() -> None:
    names = {name(document) for document in DOCUMENTS}
    assert {"README.md", "docs/architecture.md", "docs/runbooks/blind.md"} <= names


def test_links_lead_somewhere() -> None:
    broken = []
    for document in DOCUMENTS:
        for link in _LINK.findall(document.read_text()):
            path, _, anchor = link.partition("#")
            target = document.parent / path if path else document
            if not target.exists() or (anchor and anchor not in slugs(target)):
                broken.append((name(document), link))
    assert broken == []


def test_named_paths_exist() -> None:
    assert [
        (name(document), path)
        for document in DOCUMENTS
        for path in named_paths(document)
        if path not in ELSEWHERE and not exists(path, document)
    ] == []


def test_paths_of_pytest_commands_exist() -> None:
    assert [
        (document, path)
        for document, command in sorted(mentions(_PYTEST))
        for path in command.split()[1:]
        if "/" in path and not path.startswith("path/to/") and not (ROOT / path).exists()
    ] == []


def test_named_modules_exist() -> None:
    assert [
        (name(document), span)
        for document in DOCUMENTS
        for span in spans(document)
        if _MODULE.fullmatch(span) and not importable(span)
    ] == []


def test_named_metrics_exist() -> None:
    assert [
        (document, metric)
        for document, metric in sorted(mentions(_METRIC))
        # a query names the series of a histogram
        if f'"{metric}"' not in source()
        and f'"{re.sub("_(bucket|sum|count)$", "", metric)}"' not in source()
    ] == []


def test_named_settings_exist() -> None:
    fields = set(re.findall(r"^    (\w+): ", source(), re.MULTILINE))
    names = {f"ISOTHERM_{field.upper()}" for field in fields}
    assert [
        (document, setting)
        for document, setting in sorted(mentions(_SETTING))
        if setting.removesuffix("_FILE") not in names and setting not in source()
    ] == []


def test_named_routes_exist() -> None:
    paths = json.loads((ROOT / "services/api/openapi.json").read_text())["paths"]
    assert [
        (document, route)
        for document, route in sorted(mentions(_ROUTE))
        if not any(f"{path}/".startswith(f"{route}/") for path in paths)
    ] == []


def test_named_verbs_of_make_exist() -> None:
    targets = set(_TARGET.findall((ROOT / "Makefile").read_text()))
    assert [
        (document, verb)
        for document, verb in sorted(mentions(_VERB))
        if verb.split()[-1] not in targets
    ] == []
