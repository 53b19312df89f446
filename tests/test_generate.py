"""What is generated from the code, and that what is committed is no older than the code."""

from pathlib import Path

import yaml

from backendrepo.api.kinds import KINDS
from backendrepo.generate import HEADER, generated, stale, write

ROOT = Path(__file__).parents[1]
PAGE, CRD = Path("docs/conditions.md"), Path("crds/backendrepos.yaml")


def test_what_is_committed_is_what_the_code_says():
    assert stale(ROOT) == []


def test_what_is_missing_or_edited_is_stale_and_written_anew(tmp_path: Path):
    everything = write(tmp_path)
    assert {PAGE, CRD} < set(everything)
    assert {path.relative_to(tmp_path) for path in tmp_path.rglob("*.*")} == set(everything)
    (tmp_path / PAGE).write_text("edited")
    (tmp_path / CRD).unlink()
    assert set(write(tmp_path)) == {PAGE, CRD}
    assert stale(tmp_path) == []


def test_each_kind_has_a_crd_that_says_where_it_comes_from():
    texts = generated()
    for kind in KINDS:
        text = texts[Path("crds", f"{kind.plural}.yaml")]
        assert text.startswith(HEADER)
        assert "Do not edit" in HEADER
        assert yaml.safe_load(text)["spec"]["names"]["kind"] == kind.name


def test_a_crd_is_written_out_without_anchors_and_in_the_letters_of_its_author():
    for path, text in generated().items():
        if path.suffix == ".yaml":
            assert " &id" not in text
            assert " *id" not in text
            assert "\\u" not in text
