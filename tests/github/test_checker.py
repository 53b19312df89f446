"""GitHub's own description finds what is wrong in an exchange."""

import json

import pytest
from tests.github import registry
from tests.github.checker import SLICE, Checker, description
from tests.github.exchange import Exchange
from tests.github.fixtures import insist

RULE = "/repos/{owner}/{repo}/branches/{branch}/protection"
SWITCHED = {"url": "https://api.example.com/x", "enabled": True}


def exchange(**fields) -> Exchange:
    about = {"method": "GET", "path": "/x", "operation": RULE, "status": 200}
    answer = Exchange(**about | {"response_headers": {"Content-Type": "application/json"}} | fields)
    return answer


def body(value) -> bytes:
    return json.dumps(value).encode()


def faults(**fields) -> list[str]:
    return Checker().check(exchange(**fields))


def test_a_good_answer():
    assert faults(response_raw=body({"url": "https://x", "enforce_admins": SWITCHED})) == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"url": "https://x", "restrictions": None}, "at /restrictions: null is not of type"),
        ({"enforce_admins": {"enabled": True}}, '"url" is a required property'),
        ({"url": "https://x", "lock_branch": {"enabled": "no"}}, 'at /lock_branch/enabled: "no" is not of type'),
    ],
)
def test_a_wrong_answer(answer, words):
    assert any(words in fault for fault in faults(response_raw=body(answer)))


def test_a_wrong_request():
    wrong = {"required_status_checks": {"strict": True, "checks": [{"app_id": 1}]}, "enforce_admins": True}
    found = faults(method="PUT", status=422, request_raw=body(wrong), response_raw=body({"message": ""}))
    assert len([f for f in found if "request: " in f]) == 3


def test_exactly_one_form_of_checks_is_an_exception():
    checks = {"strict": True, "checks": [{"context": "lint", "app_id": 1}]}
    parts = dict.fromkeys(("enforce_admins", "required_pull_request_reviews", "restrictions"))
    good = parts | {"required_status_checks": checks}
    answer = body({"url": "https://x"})
    assert faults(method="PUT", request_raw=body(good), response_raw=answer) == []


def test_an_undescribed_status_and_a_common_one():
    assert faults(status=418)[0].endswith("this status is not described")
    assert faults(status=429, response_raw=body({"message": "slow"})) == []
    assert faults(status=404, response_raw=body({"message": 1})) != []


def test_bodies_where_none_belongs():
    assert faults(status=304, response_raw=b"{}") != []
    assert faults(request_raw=b"{}", response_raw=body({"url": "https://x"})) != []
    assert faults(method="PUT", status=422, response_raw=body({"message": "", "documentation_url": ""})) != []


def test_not_json_and_not_known():
    assert "not JSON" in faults(response_raw=b"<html>")[0]
    assert "no such operation" in faults(operation="")[0]


def test_a_client_that_asks_for_something_unknown(github, client):
    client.get("/repos/acme/payments/unheard-of")
    assert github.violations == ["GET /repos/acme/payments/unheard-of -> 404: the stand-in has no such operation"]
    github.violations.clear()


def test_the_fixture_fails_the_test(github, client):
    insist(github)
    client.patch("/repos/acme/payments", {"allow_auto_merge": 1})
    with pytest.raises(pytest.fail.Exception, match="at /allow_auto_merge: 1 is not of type"):
        insist(github)
    github.violations.clear()


def test_an_injected_answer_is_no_violation(github, client):
    github.faults.add(status=200, body={"nonsense": True})
    client.get("/repos/acme/payments")
    assert github.violations == []


def test_the_slice_covers_every_operation_and_stays_small():
    paths = description()["paths"]
    assert {(m.upper(), t) for t, methods in paths.items() for m in methods} == set(registry.operations())
    assert SLICE.stat().st_size < 150_000


def test_a_fault_of_the_stand_in_itself(github, client, repo):
    repo.topics = {1, 2}  # no JSON
    assert client.get("/repos/acme/payments").status == 500
    assert "TypeError" in github.violations[0]
    github.violations.clear()
