"""The files of dashboards are those of their modules, and nothing else."""

import json
from pathlib import Path

from isotherm_dashboards import files


def test_the_charts_files_are_current() -> None:
    shipped = {path.name: path.read_text() for path in files.CHART.glob("*.json")}

    assert shipped == files.documents(), "run `make generate`"


def test_writing_twice_gives_the_same_and_deletes_what_is_gone(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("{}")
    files.write(tmp_path)
    files.write(tmp_path)

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == files.documents()


def test_writing_makes_the_folder_and_leaves_what_is_no_dashboard(tmp_path: Path) -> None:
    folder = tmp_path / "grafana" / "dashboards"
    files.write(folder)
    (folder / "README.md").write_text("ours")
    files.write(folder)

    assert {path.name for path in folder.iterdir()} == {*files.documents(), "README.md"}


def test_a_file_is_named_like_its_dashboard_and_holds_it() -> None:
    for name, text in files.documents().items():
        assert json.loads(text)["uid"] == f"isotherm-{name.removesuffix('.json')}"
        assert text.endswith("}\n")
