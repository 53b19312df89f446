"""The standard's file, read without the API's models, and held to what they say."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from backendrepo.api.backendstandard import BackendStandard, BackendStandardSpec
from backendrepo.api.controls import Controls
from backendrepo.check import standard
from backendrepo.check.reading import Mistakes
from backendrepo.check.standard import read
from backendrepo.controls import catalogue
from backendrepo.parameters import Parameters, parameters_of

pytestmark = pytest.mark.e2e

HEAD = "apiVersion: backendrepo.dev/v1alpha1\nkind: BackendStandard\nmetadata: {name: ours}\n"
BUILT_IN = Path(standard.__file__).parents[1] / "standards" / "backend-foundation.yaml"


def parameters(path: Path, text: str) -> Parameters:
    file = path / "standard.yaml"
    file.write_text(text)
    return read(file)


def mistakes(path: Path, text: str) -> list[str]:
    with pytest.raises(Mistakes) as error:
        parameters(path, text)
    return [sentence.removeprefix(f"{path}/standard.yaml:") for sentence in error.value.sentences]


def test_what_is_left_out_is_the_written_standard(tmp_path: Path):
    assert parameters(tmp_path, f"{HEAD}spec: {{}}\n") == Parameters(standard="ours")
    assert parameters(tmp_path, f"{HEAD}spec:\n  controls:\n") == Parameters(standard="ours")
    assert read(BUILT_IN) == Parameters()


def test_the_parameters_are_those_that_the_file_sets(tmp_path: Path):
    text = f"""{HEAD}spec:
  controls:
    disabled: [migrations/forward-fix]
    coverageFloor: 92.5
    longestWaiverDays: 90
    oldestEvidenceDays: 3
    pyramid:
      unit: {{least: 60, most: 90}}
"""
    told = parameters(tmp_path, text)
    assert told.disabled == {"migrations/forward-fix"}
    assert (told.coverage_floor, told.longest_waiver, told.oldest_evidence_days) == (92.5, 90, 3)
    assert told.pyramid == {**Parameters().pyramid, "unit": (60, 90)}


@pytest.mark.parametrize(
    ("controls", "sentence"),
    [
        (
            "disabled: [migrations/forward]",
            "There is no control “migrations/forward”. Did you mean migrations/forward-fix?",
        ),
        ("disabled: yes", "disabled has to be a list, each item after a dash."),
        ("disabled: [1, []]", "an item of disabled has to be a text."),
        ("coverageFlor: 9", "spec.controls has no field “coverageFlor”. Did you mean coverageFloor?"),
        ("coverageFloor: '99'", "coverageFloor has to be a number from 0 to 100, for example 99."),
        ("coverageFloor: 101", "coverageFloor has to be a number from 0 to 100, for example 99."),
        ("coverageFloor: .nan", "coverageFloor has to be a number from 0 to 100, for example 99."),
        ("coverageFloor: true", "coverageFloor has to be a number from 0 to 100, for example 99."),
        ("coverageFloor: [99]", "coverageFloor has to be a number from 0 to 100, for example 99."),
        ("longestWaiverDays: 366", "longestWaiverDays has to be a number from 1 to 365, for example 180."),
        ("oldestEvidenceDays: 91", "oldestEvidenceDays has to be a number from 1 to 90, for example 7."),
        ("longestWaiverDays: 1.5", "longestWaiverDays has to be a whole number."),
        ("pyramid: {units: {}}", "pyramid has no field “units”. Did you mean unit?"),
        ("pyramid: {unit: {least: 1}}", "pyramid.unit has to say most, for example 85."),
        ("pyramid: {unit: {least: 9, most: 1}}", "pyramid.unit has to have the smaller number as least."),
        ("pyramid: 7", "pyramid has to be a mapping, with keys like unit, integration, e2e."),
    ],
)
def test_each_mistake_says_its_line_and_what_to_write(tmp_path: Path, controls: str, sentence: str):
    assert f"6: {sentence}" in mistakes(tmp_path, f"{HEAD}spec:\n  controls:\n    {controls}\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "",
            "1: it has to be a BackendStandard: write `apiVersion: backendrepo.dev/v1alpha1`, `kind: BackendStandard`.",
        ),
        (HEAD.replace("BackendStandard", "BackendRepo"), "1: it has to be a BackendStandard"),
        (HEAD.replace("backendrepo.dev", "example.org"), "1: it has to be a BackendStandard"),
        (HEAD.replace("name: ours", ""), "1: metadata.name has to be a text."),
        (f"{HEAD}spec: {{control: {{}}}}", "4: spec has no field “control”. Did you mean controls?"),
        ("- a\n", "1: "),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, text: str, sentence: str):
    assert any(told.startswith(sentence) for told in mistakes(tmp_path, text))


# The API's models say the same.


def test_the_fields_are_those_of_the_api():
    assert set(standard.SPEC) == {field.alias for field in BackendStandardSpec.model_fields.values()}
    assert set(standard.FIELDS) == {field.alias for field in Controls.model_fields.values()}


numbers = st.integers(-5, 400) | st.sampled_from([99.5, 0.0, 100.5])
shares = st.fixed_dictionaries({}, optional={"least": numbers, "most": numbers})
controls = st.fixed_dictionaries(
    {},
    optional={
        "disabled": st.lists(st.sampled_from([control.id for control in catalogue()]), max_size=3, unique=True),
        "coverageFloor": numbers,
        "longestWaiverDays": numbers,
        "oldestEvidenceDays": numbers,
        "pyramid": st.fixed_dictionaries({}, optional={"unit": shares, "integration": shares, "e2e": shares}),
    },
)


def by_the_api(document: dict) -> Parameters | None:
    """Return what the API's models and the rules of their schema make of a standard, None where they refuse it."""
    try:
        read_ = BackendStandard.model_validate(document).spec.controls
    except ValidationError:
        return None
    buckets = (getattr(read_.pyramid, name) for name in ("unit", "integration", "e2e"))
    if any(share.least > share.most for share in buckets):
        return None  # the API server's part: a CEL rule
    return parameters_of(read_, "ours")


@given(controls)
def test_a_standard_means_the_same_here_and_in_the_cluster(
    tmp_path_factory: pytest.TempPathFactory, given_controls: dict
):
    document = {**yaml.safe_load(HEAD), "spec": {"controls": given_controls}}
    file = tmp_path_factory.getbasetemp() / "same.yaml"
    file.write_text(yaml.safe_dump(document))
    try:
        here = read(file)
    except Mistakes:
        here = None
    assert here == by_the_api({**document, "metadata": {"name": "ours", "uid": "u", "generation": 1}})
