"""What is sent to GitHub, and that what GitHub would answer to it is what was meant."""

from hypothesis import given
from tests import strategies as some
from tests.governance.cases import live

from backendrepo.governance import parsing
from backendrepo.governance.live import Protection, Reviews
from backendrepo.governance.requests import Request, requests


def answered(body: dict, signatures: bool) -> dict:
    """Return what GitHub answers to a read after a PUT of this body, as "Get branch protection" describes it."""

    def people(lists: dict | None) -> dict | None:
        if lists is None:
            return None
        return {
            "users": [{"login": login} for login in lists["users"]],
            "teams": [{"slug": slug} for slug in lists["teams"]],
            "apps": [{"slug": slug} for slug in lists["apps"]],
        }

    answer = {name: {"enabled": value} for name, value in body.items() if isinstance(value, bool)}
    answer["required_signatures"] = {"enabled": signatures}
    if body["required_status_checks"]:
        told = body["required_status_checks"]
        checks = [{**check, "app_id": None if check["app_id"] == -1 else check["app_id"]} for check in told["checks"]]
        answer["required_status_checks"] = {**told, "checks": checks, "contexts": [c["context"] for c in checks]}
    if body["required_pull_request_reviews"] is not None:
        told = body["required_pull_request_reviews"]
        lists = {
            name: people(told[name])
            for name in told
            if name in ("dismissal_restrictions", "bypass_pull_request_allowances")
        }
        answer["required_pull_request_reviews"] = {**told, **lists}
    if body["restrictions"] is not None:
        answer["restrictions"] = people(body["restrictions"])
    return answer


@given(some.protections, some.protections)
def test_what_is_sent_is_read_back_the_same(before: Protection, after: Protection):
    sent = requests(
        live().model_copy(update={"protection": before}), live().model_copy(update={"protection": after}), "main"
    )
    for request in sent:
        assert request.path.startswith("/branches/main/protection")
    puts = [request for request in sent if request.method == "PUT"]
    signatures = [request for request in sent if request.path.endswith("required_signatures")]
    assert len(signatures) == (before.required_signatures != after.required_signatures)
    if puts:
        (put,) = puts
        read = parsing.protection(answered(put.body, after.required_signatures))
        assert read == after
    else:
        assert before.model_copy(update={"required_signatures": after.required_signatures}) == after


def test_only_changed_merge_settings_are_sent():
    (request,) = requests(live(), live(merge={"allow_merge_commit": False}), "main")
    assert request == Request("PATCH", "", {"allow_merge_commit": False})


def test_protection_goes_first_so_that_auto_merge_never_stands_without_its_checks():
    methods = [
        request.method
        for request in requests(live(), live(merge={"allow_auto_merge": True}, enforce_admins=True), "main")
    ]
    assert methods == ["PUT", "PATCH"]


def test_a_merge_method_goes_first_where_linear_history_needs_it():
    only_merge = {"allow_squash_merge": False, "allow_rebase_merge": False}
    after = live(merge={"allow_merge_commit": False, "allow_rebase_merge": False}, required_linear_history=True)
    assert [request.method for request in requests(live(merge=only_merge), after, "main")] == ["PATCH", "PUT"]


def test_a_protection_that_the_operator_made_is_deleted_whole():
    assert requests(live(enforce_admins=True), live(), "release/1.0") == (
        Request("DELETE", "/branches/release%2F1.0/protection"),
    )
    assert requests(live(), live(), "main") == ()


def test_lists_of_people_are_left_out_where_there_are_none():
    (put,) = requests(live(), live(required_pull_request_reviews=Reviews()), "main")
    assert put.body["required_pull_request_reviews"] == {
        "required_approving_review_count": 0,
        "dismiss_stale_reviews": False,
        "require_code_owner_reviews": False,
        "require_last_push_approval": False,
    }
