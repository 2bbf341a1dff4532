"""What Tilt builds, and that live updates put files where the image has them."""

import re
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from pathspec import PathSpec

from chart import containers, pods
from image_dockerfiles import Instruction, Stage, read
from isotherm_images.components import COMPONENTS
from tilt_record import Image, Run, Sync
from tiltfile import ROOT, chosen

TILT = chosen("observe")
IMAGES = {image.ref.rpartition("/")[2]: image for image in TILT.images}
SERVICES = ("ingest", "worker", "api")
LIVE = (*SERVICES, "frontend")
RELEASED = {component.name: component for component in COMPONENTS}
PUBLIC = {
    f"docker.io/{name}"
    for name in ("library/eclipse-mosquitto", "library/postgres", "prom/prometheus")
}
each_image = pytest.mark.parametrize("image", IMAGES.values(), ids=IMAGES)
each_service = pytest.mark.parametrize("name", SERVICES)
each_live = pytest.mark.parametrize("name", LIVE)


def stage(image: Image) -> Stage:
    """Return the stage that becomes the image, with its build arguments filled in."""
    last = read(ROOT / image.dockerfile)[-1]
    filled = [
        Instruction(instruction.word, _filled(instruction.rest, image.build_args))
        for instruction in last.instructions
    ]
    return replace(last, instructions=filled)


def _filled(text: str, arguments: dict[str, str]) -> str:
    for name, value in arguments.items():
        text = text.replace(f"${{{name}}}", value)
    return text


def copied(where: Stage) -> dict[str, str]:
    """Return where each copied path of the repository is in the image."""
    folder, places = "/", {}
    for instruction in where.instructions:
        if instruction.word == "WORKDIR":
            folder = instruction.rest
        if instruction.word == "COPY":
            *sources, target = [word for word in instruction.rest.split() if word[:2] != "--"]
            for source in sources:
                path = PurePosixPath(folder, target)
                is_folder = target.endswith("/") and not (ROOT / source).is_dir()
                places[source] = str(path / PurePosixPath(source).name if is_folder else path)
    return places


def syncs(image: Image) -> list[Sync]:
    return [step for step in image.live_update if isinstance(step, Sync)]


def test_every_image_of_ours_is_built_and_every_other_is_public() -> None:
    used = {
        container["image"].rpartition(":")[0]
        for pod in pods(TILT.objects()).values()
        for container in containers(pod)
    }
    assert used == {image.ref for image in TILT.images} | PUBLIC
    assert IMAGES.keys() == RELEASED.keys()


@each_image
def test_dockerfile_and_all_named_files_exist(image: Image) -> None:
    assert image.context == "."
    assert (ROOT / image.dockerfile).is_file()
    assert not image.target
    for path in (*image.only, *image.ignore):
        assert (ROOT / path).exists(), path


@each_image
def test_all_that_is_copied_reaches_the_build(image: Image) -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    ignored = PathSpec.from_lines("gitignore", lines)
    stages = [*read(ROOT / image.dockerfile)[:-1], stage(image)]
    for build_stage in stages:
        for text in build_stage.all("COPY"):
            if "--from=" in text:
                continue
            for source in [word for word in text.split() if word[:2] != "--"][:-1]:
                assert any(
                    source == path or source.startswith(f"{path}/") or path.startswith(f"{source}/")
                    for path in image.only
                ), source
                files = [ROOT / source, *(ROOT / source).rglob("*")]
                assert any(
                    not ignored.match_file(file.relative_to(ROOT).as_posix())
                    for file in files
                    if file.is_file()
                ), source


@pytest.mark.parametrize("name", sorted(RELEASED.keys() - set(LIVE)))
def test_what_runs_to_its_end_is_the_image_of_a_release(name: str) -> None:
    assert ROOT / IMAGES[name].dockerfile == RELEASED[name].dockerfile
    assert not IMAGES[name].live_update


@each_live
def test_a_live_image_stands_on_the_base_of_the_release(name: str) -> None:
    assert stage(IMAGES[name]).base == RELEASED[name].base()
    assert stage(IMAGES[name]).all("USER")[-1] == "10001:10001"


@each_live
def test_synced_folders_exist_and_are_part_of_the_build(name: str) -> None:
    image = IMAGES[name]
    assert syncs(image)
    for sync in syncs(image):
        assert (ROOT / sync.local).is_dir(), sync
        assert any(f"{sync.local}/".startswith(f"{path}/") for path in image.only), sync


@each_live
def test_all_sources_of_a_part_are_synced(name: str) -> None:
    home = "frontend" if name == "frontend" else f"services/{name}"
    roots = {sync.local for sync in syncs(IMAGES[name])}
    wanted = (
        {f"{home}/src"}
        if name == "frontend"
        else {
            path.relative_to(ROOT).as_posix()
            for folder in (f"{home}/src", "libs/shared/src")
            for path in (ROOT / folder).iterdir()
            if path.name[0] not in "._" and not path.name.endswith(".egg-info")
        }
    )
    assert roots == wanted


@each_service
def test_python_sources_go_where_members_are_installed(name: str) -> None:
    image = IMAGES[name]
    (install,) = [text for text in stage(image).all("RUN") if "members.sh" in text]
    script = (ROOT / "charts/images/members.sh").read_text()
    target = re.search(r"^target=(\S+)$", script, re.MULTILINE)
    version = re.search(r"/python:(3\.\d+)-", stage(image).base)
    assert target
    assert version
    packages = f"{target[1]}/lib/python{version[1]}/site-packages"
    assert {sync.remote for sync in syncs(image)} == {
        f"{packages}/{PurePosixPath(sync.local).name}" for sync in syncs(image)
    }
    # else Python would go on with the compiled code, and Tilt could not write there
    assert (
        f"find {packages}/isotherm* -type d -name __pycache__ -prune -exec rm -r {{}} +" in install
    )
    assert install.endswith(f"chown -R 10001:10001 {packages}/isotherm*")


@each_service
def test_a_service_is_installed_as_in_its_release(name: str) -> None:
    released = [
        text for build_stage in read(RELEASED[name].dockerfile) for text in build_stage.all("RUN")
    ]
    here = [text.replace('"', "") for text in stage(IMAGES[name]).all("RUN")]
    assert f"charts/images/packages.sh services/{name}/requirements.lock" in released
    assert f"charts/images/packages.sh services/{name}/requirements.lock" in here
    (members,) = [text.replace('"', "") for text in released if "members.sh" in text]
    left_out, _, install = members.partition(" && ")
    assert any(text.startswith(install) for text in here), install
    rooms = set(left_out.removeprefix("rm -r ").split())
    assert rooms == set(IMAGES[name].ignore)


@each_service
def test_a_service_starts_again_after_its_sources_were_copied(name: str) -> None:
    image = IMAGES[name]
    last = image.live_update[-1]
    assert isinstance(last, Run)
    program, script, option = last.command
    assert (program, option) == ("python", "--again")
    assert script == copied(stage(image))["k8s/dev/restart.py"]
    (pod,) = [pod for key, pod in pods(TILT.objects()).items() if key.endswith(f"/isotherm-{name}")]
    (container,) = pod["spec"]["containers"]
    assert container["command"][:2] == ["python", script]
    assert container["command"][2] == f"isotherm-{name}"
    assert "PYTHONDONTWRITEBYTECODE=1" in stage(image).all("ENV")[-1]


def test_pages_go_where_next_runs() -> None:
    image = IMAGES["frontend"]
    (source,) = syncs(image)
    assert image.live_update == [source]  # next dev sees the files itself
    assert source.remote == copied(stage(image))["frontend"] + "/src"
    assert "COPY --chown=10001:10001 frontend ./" in (ROOT / image.dockerfile).read_text()
    assert '"dev"' in stage(image).all("ENTRYPOINT")[0]


@each_live
def test_only_locks_and_the_like_rebuild(name: str) -> None:
    """What is part of the build and of no sync is rebuilt when it changes: no sources."""
    image = IMAGES[name]
    synced = [sync.local for sync in syncs(image)]
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    ignored = PathSpec.from_lines("gitignore", lines)
    rebuilt = {
        file.relative_to(ROOT).as_posix()
        for path in image.only
        for file in [ROOT / path, *(ROOT / path).rglob("*")]
        if file.is_file() and "node_modules" not in file.parts and ".next" not in file.parts
    }
    rebuilt = {
        path
        for path in rebuilt
        if not ignored.match_file(path)
        and not any(path.startswith(f"{folder}/") for folder in (*synced, *image.ignore))
        and path not in image.ignore
    }
    if name == "frontend":
        assert {PurePosixPath(path).name for path in rebuilt} <= {
            ".npmrc", ".prettierignore", ".prettierrc.json", "Dockerfile", "next.config.ts",
            "package-lock.json", "package.json", "tsconfig.json",
        }, rebuilt  # fmt: skip
    else:
        assert rebuilt == {
            "charts/images/build.lock", "charts/images/members.sh", "charts/images/packages.sh",
            "charts/images/runtime.sh", "k8s/dev/restart.py", "libs/shared/pyproject.toml",
            f"services/{name}/pyproject.toml", f"services/{name}/requirements.lock",
        }  # fmt: skip
