"""Which slugs of sites are reserved."""

from pathlib import Path

from isotherm_api.sites.changes import RESERVED

PAGES = Path(__file__).parents[5] / "frontend" / "src" / "app" / "(pages)" / "sites"


def test_the_pages_beside_those_of_sites_are_reserved() -> None:
    folders = {folder.name for folder in PAGES.iterdir() if folder.is_dir()}
    assert {name for name in folders if not name.startswith("[")} == RESERVED
