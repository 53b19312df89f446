"""What makes two scans one, and what does not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.backendstandard import BackendStandard
from backendrepo.check import standard as file
from backendrepo.scans.order import Order, order
from backendrepo.standards import built_in

ORDER = Order("uid-1", "team", "payments", "acme/payments", "main", "a" * 40, "https://api.github.com", "terms")


@pytest.mark.parametrize(
    "change",
    [
        {"repository": "acme/other"},
        {"branch": "release"},
        {"commit": "b" * 40},
        {"api_url": "https://ghes/api/v3"},
        {"terms": "other"},
        {"osv_url": "https://osv"},
    ],
)
def test_what_could_change_the_verdict_makes_another_scan(change):
    other = replace(ORDER, **change)
    assert other.inputs != ORDER.inputs
    assert other.id != ORDER.id


@pytest.mark.parametrize("change", [{"timeout": 20}, {"namespace": "b"}, {"name": "payments-2"}])
def test_what_cannot_change_the_verdict_makes_no_other_inputs(change):
    assert replace(ORDER, **change).inputs == ORDER.inputs


def test_a_repeat_has_the_same_name_and_another_occasion_another():
    assert replace(ORDER).id == ORDER.id
    assert replace(ORDER, occasion="requested 1").id != ORDER.id
    assert replace(ORDER, uid="uid-2").id != ORDER.id


@given(st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,200}[a-z0-9])?", fullmatch=True))
def test_any_name_makes_one_that_a_job_and_its_pod_can_have(name):
    found = replace(ORDER, name=name).id
    assert len(found) <= 63
    assert found.replace("-", "").isalnum()
    assert found == found.lower()


def repo(**spec: object) -> BackendRepo:
    metadata = {"name": "payments", "namespace": "team", "uid": "uid-1"}
    return BackendRepo.model_validate({"metadata": metadata, "spec": {"repository": "acme/payments", **spec}})


def ordered(standard: BackendStandard | None = None, **spec: object) -> Order:
    return order(repo(**spec), standard or built_in(), "https://api.github.com", "main", "a" * 40)


def test_the_repository_may_have_more_time_than_the_standard_gives():
    assert ordered().timeout == 600
    assert ordered(scan={"timeout": "1m30s"}).timeout == 90


def test_the_rules_reach_the_scan_as_a_file_that_it_reads(tmp_path):
    spec = {"controls": {"coverageFloor": 90, "disabled": ["testing/pyramid"]}, "scan": {"osvUrl": "https://osv"}}
    standard = BackendStandard.model_validate({"metadata": {"name": "ledger"}, "spec": spec})
    (tmp_path / "standard.yaml").write_text(ordered(standard).terms)
    parameters = file.read(tmp_path / "standard.yaml")
    assert (parameters.standard, parameters.coverage_floor) == ("ledger", 90)
    assert parameters.disabled == {"testing/pyramid"}
    assert ordered(standard).osv_url == "https://osv"


def test_governance_makes_no_other_scan():
    strict = built_in().model_copy(update={"spec": built_in().spec.model_copy(update={"drift_interval": "1m"})})
    assert ordered(strict).inputs == ordered().inputs
