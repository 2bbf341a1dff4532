"""A release is cut only from a commit that is ready for it, and the error says what to do."""

import subprocess
from pathlib import Path

import pytest

from isotherm_releases import cut
from isotherm_releases.checkout import CheckoutError, require_commit, unpack
from isotherm_releases.version import THE_PLACE

_LINES = "### Added\n\n- Something.\n"


def _git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Otto", "-c", "user.email=otto@example.invalid")
    return subprocess.run(
        ["git", "-C", root, *identity, *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository that is ready for 1.2.0."""
    root = tmp_path / "scratch"
    files = {
        THE_PLACE.files: '__version__ = "1.2.0"\n',
        "pyproject.toml": '[project]\nversion = "1.2.0"\n',
        "CHANGELOG.md": f"# Changelog\n\n## 1.2.0 (2026-12-24)\n\n{_LINES}\n"
        f"## 1.1.0 (2026-11-30)\n\n{_LINES}",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    _git(tmp_path, "init", "--quiet", str(root))
    _commit(root)
    return root


def _commit(root: Path) -> str:
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message", "A commit")
    return _git(root, "rev-parse", "HEAD")


def _write(root: Path, name: str, before: str, after: str) -> None:
    text = (root / name).read_text()
    assert before in text
    (root / name).write_text(text.replace(before, after))


def test_a_commit_that_is_ready(root: Path) -> None:
    head = _git(root, "rev-parse", "HEAD")
    assert cut.plan(root=root) == cut.Plan("1.2.0", head, "2026-12-24")
    steps = cut.next_steps(cut.plan(root=root))
    assert f"git tag -a v1.2.0 -m 'Isotherm 1.2.0' {head}" in steps
    assert "make release NEXT=" in steps
    # the rules of main let nobody push to it
    assert "git push --set-upstream origin release-1.2.0" in steps


def test_a_commit_that_is_not_merged(root: Path) -> None:
    """Merging would make another commit of it, and CI's `green` would be that one's."""
    merged = _git(root, "rev-parse", "HEAD")
    _git(root, "update-ref", "refs/remotes/origin/main", merged)
    assert cut.plan(root=root).commit == merged
    (root / "notes").write_text("later")
    own = _commit(root)
    with pytest.raises(cut.CutError, match=f"{own} is not on main: merge it, pull main"):
        cut.plan(root=root)
    assert cut.plan(merged, root=root).commit == merged


def test_changes_that_are_not_committed(root: Path) -> None:
    (root / "notes").write_text("later")
    with pytest.raises(cut.CutError, match=r"commit or discard these changes first:\n.*notes"):
        cut.plan(root=root)


def test_a_heading_without_a_date(root: Path) -> None:
    _write(root, "CHANGELOG.md", "2026-12-24", "not yet released")
    _commit(root)
    with pytest.raises(cut.CutError, match="replace that by the date, and commit"):
        cut.plan(root=root)


def test_a_changelog_without_the_version(root: Path) -> None:
    _write(root, "CHANGELOG.md", f"## 1.2.0 (2026-12-24)\n\n{_LINES}", "")
    _commit(root)
    with pytest.raises(cut.CutError, match=r"CHANGELOG\.md has no heading for 1\.2\.0"):
        cut.plan(root=root)


def test_a_file_that_names_another_version(root: Path) -> None:
    _write(root, "pyproject.toml", "1.2.0", "1.1.0")
    _commit(root)
    with pytest.raises(cut.CutError, match=r"other versions than 1\.2\.0: pyproject\.toml: 1\.1"):
        cut.plan(root=root)


def test_a_version_that_was_cut_already(root: Path) -> None:
    (root / "releases/1.2.0").mkdir(parents=True)
    (root / "releases/1.2.0/release.json").write_text("{}")
    _commit(root)
    with pytest.raises(cut.CutError, match="cut already; run `make release NEXT=…`"):
        cut.plan(root=root)


def test_an_earlier_commit_of_the_branch_and_one_of_another(root: Path) -> None:
    earlier = _git(root, "rev-parse", "HEAD")
    _write(root, THE_PLACE.files, "1.2.0", "1.3.0")
    _commit(root)
    assert cut.plan(earlier, root=root).version == "1.2.0"
    _git(root, "checkout", "--quiet", "-b", "other", earlier)
    (root / "notes").write_text("later")
    other = _commit(root)
    _git(root, "checkout", "--quiet", "-")
    with pytest.raises(cut.CutError, match="is no commit of this branch"):
        cut.plan(other, root=root)


def test_a_shallow_clone_fetches_the_commit(root: Path, tmp_path: Path) -> None:
    earlier = _git(root, "rev-parse", "HEAD")
    (root / "notes").write_text("later")
    _commit(root)
    shallow = tmp_path / "shallow"
    _git(tmp_path, "clone", "--quiet", "--depth=1", root.as_uri(), str(shallow))
    assert earlier not in _git(shallow, "rev-list", "--all")
    unpack(earlier, tmp_path / "files", "CHANGELOG.md", root=shallow)
    assert (tmp_path / "files/CHANGELOG.md").exists()


def test_a_commit_that_nobody_has(root: Path) -> None:
    with pytest.raises(CheckoutError, match=r"Run: git fetch --unshallow origin"):
        require_commit("0" * 40, root)
