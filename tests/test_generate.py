from pathlib import Path

import yaml

from backendrepo.generate import generated, stale, write

ROOT = Path(__file__).parents[1]


def test_what_is_committed_is_what_the_code_says():
    assert stale(ROOT) == []


def test_what_is_missing_or_edited_is_stale_and_written_anew(tmp_path: Path):
    everything = set(generated())
    assert set(write(tmp_path)) == everything
    assert stale(tmp_path) == []
    page, crd = Path("docs/conditions.md"), Path("crds/backendrepos.yaml")
    (tmp_path / page).write_text("edited")
    (tmp_path / crd).unlink()
    assert set(stale(tmp_path)) == {page, crd}
    assert set(write(tmp_path)) == {page, crd}
    assert yaml.safe_load((tmp_path / crd).read_text())["kind"] == "CustomResourceDefinition"
