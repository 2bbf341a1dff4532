"""Which pods a StatefulSet keeps, and the name of a pod."""

from pathlib import Path

import pytest

from isotherm_ingest.statefulset import Pod, Scale, UnansweredError, namespace_in, pod_of


def test_a_pod_is_named_after_its_set() -> None:
    assert pod_of("one-isotherm-ingest-12") == Pod("one-isotherm-ingest", 12)
    assert pod_of("ingest-0", "ingest") == Pod("ingest", 0)


@pytest.mark.parametrize("name", ["ingest", "ingest-", "-1", "ingest-x", "ingest-1²", ""])
def test_another_name_is_no_pod(name: str) -> None:
    with pytest.raises(UnansweredError, match="is no name of a StatefulSet's pod"):
        pod_of(name)


def test_a_pod_of_another_set_is_refused() -> None:
    with pytest.raises(UnansweredError, match="is no pod of the StatefulSet other"):
        pod_of("ingest-1", "other")


@pytest.mark.parametrize(
    ("scale", "kept"),
    [
        (Scale(3), {0, 1, 2}),
        (Scale(1), {0}),
        (Scale(0), set()),
        (Scale(2, start=3), {3, 4}),
    ],
)
def test_the_set_keeps_its_first_pods(scale: Scale, kept: set[int]) -> None:
    assert {ordinal for ordinal in range(8) if scale.keeps(ordinal)} == kept


def test_without_a_service_account_the_namespace_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnansweredError, match="there is no service account"):
        namespace_in(tmp_path)
    (tmp_path / "namespace").write_text("greenhouse\n")
    assert namespace_in(tmp_path) == "greenhouse"
