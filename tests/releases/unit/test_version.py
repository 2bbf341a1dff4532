"""The version is in one place, and a command writes the files that must repeat it."""

import shutil
from pathlib import Path

import pytest

from isotherm import __version__
from isotherm_releases import version


def test_every_file_that_repeats_the_version_agrees() -> None:
    assert version.read() == __version__
    assert list(version.differing()) == []


def test_every_member_chart_and_page_repeats_it() -> None:
    paths = [path for place in version.REPEATED for path in place.paths(version.ROOT)]
    members = {path.parent for path in version.ROOT.glob("*/*/pyproject.toml")}
    assert members <= {path.parent for path in paths if path.name == "pyproject.toml"}
    for name in ("package.json", "package-lock.json", "openapi.json", "Chart.yaml"):
        assert name in {path.name for path in paths}


def test_the_command_writes_it_everywhere(tmp_path: Path) -> None:
    for place in (version.THE_PLACE, *version.REPEATED):
        for path in place.paths(version.ROOT):
            copy = tmp_path / path.relative_to(version.ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    changed = version.write("12.3.45", tmp_path)
    assert version.read(tmp_path) == "12.3.45"
    assert list(version.differing(tmp_path)) == []
    assert tmp_path / "charts/dashboards/pyproject.toml" in changed
    assert version.write("12.3.45", tmp_path) == []
    chart = tmp_path / "charts/isotherm/Chart.yaml"
    chart.write_text(chart.read_text().replace("appVersion: 12.3.45", "appVersion: 12.3.44"))
    assert list(version.differing(tmp_path)) == [(chart, "12.3.44")]


@pytest.mark.parametrize("text", ["1.2", "v1.2.3", "01.2.3", "1.2.3-rc1", ""])
def test_what_is_no_version_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(version.VersionError, match="no version"):
        version.write(text, tmp_path)


def test_a_file_that_does_not_name_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "libs/shared/src/isotherm/__init__.py"
    path.parent.mkdir(parents=True)
    path.write_text('"""Nothing."""\n')
    with pytest.raises(version.VersionError, match="names the version 0 times"):
        version.read(tmp_path)
