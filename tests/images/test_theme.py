"""Keycloak's sign-in pages: our colours, nothing from elsewhere, two templates of our own."""

import hashlib
import re
from pathlib import Path

from isotherm_images.components import ROOT

_LOGIN = ROOT / "charts/images/keycloak/themes/isotherm/login"
_CSS = _LOGIN / "resources/css"
_SETTINGS = dict(
    line.split("=", 1)
    for line in (_LOGIN / "theme.properties").read_text().splitlines()
    if line and not line.startswith("#")
)


def _tokens_of_pages() -> dict[str, tuple[str, str]]:
    """Return the colours of the pages, light and dark, by name."""
    text = (ROOT / "frontend/src/ui/tokens.ts").read_text()
    tokens = re.findall(r'^ +"?([\w-]+)"?: \["([^"]+)", "([^"]+)"\]', text, re.MULTILINE)
    return {name: (light, dark) for name, light, dark in tokens}


def _tokens_of_theme() -> dict[str, tuple[str, str]]:
    light, dark = (_CSS / "tokens.css").read_text().split("@media")
    schemes = [dict(re.findall(r"--iso-([\w-]+): ([^;]+);", half)) for half in (light, dark)]
    assert schemes[0].keys() == schemes[1].keys()
    return {name: (schemes[0][name], schemes[1][name]) for name in schemes[0]}


def test_its_colours_are_those_of_the_pages() -> None:
    ours = _tokens_of_theme()
    assert ours
    assert ours.items() <= _tokens_of_pages().items()


def test_every_colour_that_it_uses_is_defined() -> None:
    used = set(re.findall(r"var\(--iso-([\w-]+)\)", (_CSS / "isotherm.css").read_text()))
    assert used == _tokens_of_theme().keys()


def test_browsers_fetch_a_changed_style_sheet() -> None:
    """Keycloak lets them keep one for a month under an address without the theme's version."""
    ours = [address for address in _SETTINGS["styles"].split() if "?" in address]
    assert {address.partition("?")[0] for address in ours} == {
        f"css/{path.name}" for path in _CSS.glob("*.css")
    }
    for address in ours:
        path, _, mark = address.partition("?")
        digest = hashlib.sha256((_LOGIN / "resources" / path).read_bytes()).hexdigest()
        assert mark == digest[:8], f"{path}: write ?{digest[:8]} in theme.properties"


def test_it_fetches_nothing_from_elsewhere() -> None:
    for sheet in _CSS.glob("*.css"):
        for url in re.findall(r"url\(\"?([^)\"]+)", sheet.read_text()):
            assert (sheet.parent / url).resolve().is_relative_to(_LOGIN.resolve()), url
            assert (sheet.parent / url).is_file(), url
    assert "@import" not in "".join(path.read_text() for path in _CSS.glob("*.css"))


def test_its_fonts_are_those_of_the_pages_with_their_licence() -> None:
    fonts = sorted((_LOGIN / "resources/fonts").iterdir())
    package = ROOT / "frontend/node_modules/@fontsource-variable/inter"
    assert [path.suffix for path in fonts].count(".woff2") == 2
    for path in fonts:
        theirs: Path = package / (path.name if path.name == "LICENSE" else f"files/{path.name}")
        assert path.read_bytes() == theirs.read_bytes(), path.name


def test_nearly_all_templates_are_those_of_keycloak() -> None:
    assert _SETTINGS["parent"] == "keycloak.v2"
    # each more is one to compare with Keycloak's at every new version of it
    assert {path.name for path in _LOGIN.rglob("*.ftl")} == {"info.ftl", "logout-confirm.ftl"}
