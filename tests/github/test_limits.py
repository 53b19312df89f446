"""ETags, the hourly budget and the secondary limits, on a clock that a test moves."""

import time
from hashlib import sha256

REPO = "/repos/acme/payments"


def used(reply) -> int:
    return int(reply.headers["X-RateLimit-Used"])


def test_304_costs_nothing(client):
    first = client.get(REPO)
    again = client.get(REPO, If_None_Match=first.headers["ETag"])
    assert (again.status, again.raw, used(again)) == (304, b"", used(first))
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_change_changes_the_etag(client, repo):
    tag = client.get(REPO).headers["ETag"]
    repo.allow_auto_merge = True
    assert client.get(REPO, If_None_Match=tag).status == 200


def test_an_etag_belongs_to_a_token(github, client, connect):
    tag = client.get(REPO).headers["ETag"]
    assert connect(github.add_token("bot")).get(REPO, If_None_Match=tag).status == 200


def test_an_etag_can_be_computed(client):
    reply = client.get(REPO, Accept="application/json")
    seen = f"application/json:{client.headers['Authorization']}:".encode() + reply.raw
    assert reply.headers["ETag"] == f'W/"{sha256(seen).hexdigest()}"'


def test_errors_and_writes_have_no_etag(client):
    assert client.get("/repos/acme/gone").headers["ETag"] is None
    assert client.patch(REPO, {"has_wiki": False}).headers["ETag"] is None


def test_every_answer_says_what_is_left(client):
    for reply in (client.get(REPO), client.get("/repos/acme/gone"), client.patch(REPO, {"has_wiki": True})):
        assert reply.headers["X-RateLimit-Resource"] == "core"
        assert int(reply.headers["X-RateLimit-Limit"]) == 5000
    assert int(reply.headers["X-RateLimit-Remaining"]) == 4997


def test_spent_budget(github, repo, connect):
    token = github.add_token("bot")
    github.leave_budget(token, 1)
    client = connect(token)
    assert client.get(REPO).status == 200
    reply = client.get(REPO)
    assert (reply.status, reply.headers["X-RateLimit-Remaining"]) == (403, "0")
    assert reply.message.startswith("API rate limit exceeded for user ID")
    assert 0 < int(reply.headers["X-RateLimit-Reset"]) - time.time() <= 3601
    github.clock.advance(3600)
    assert client.get(REPO).status == 200


def test_reset_comes_nearer_when_time_passes(github, client):
    before = int(client.get(REPO).headers["X-RateLimit-Reset"])
    github.clock.advance(600)
    assert abs(before - int(client.get(REPO).headers["X-RateLimit-Reset"]) - 600) <= 1


def test_tokens_of_one_user_share_a_budget(github, repo, connect):
    github.leave_budget(github.add_token("bot"), 0)
    assert connect(github.add_token("bot")).get(REPO).status == 403
    assert connect(github.add_token("other")).get(REPO).status == 200


def test_asking_for_the_limit_is_free(client):
    before = client.get("/rate_limit").body["rate"]["used"]
    assert client.get("/rate_limit").body["resources"]["core"]["used"] == before == 0


def test_anonymous_has_sixty(connect, repo):
    assert connect().get(REPO).headers["X-RateLimit-Limit"] == "60"


def test_points_a_minute(github, client):
    github.limits.points_per_minute = 7
    client.patch(REPO, {"has_wiki": True})
    client.get(REPO)
    client.get(REPO)
    reply = client.get(REPO)
    assert (reply.status, reply.message[:40]) == (403, "You have exceeded a secondary rate limit")
    assert 0 < int(reply.headers["Retry-After"]) <= 60
    assert int(reply.headers["X-RateLimit-Remaining"]) > 0
    github.clock.advance(60)
    assert client.get(REPO).status == 200


def test_secondary_limit_as_429(github, client):
    github.limits.points_per_minute, github.limits.secondary_status = 0, 429
    github.limits.secondary_retry_after = False
    reply = client.get(REPO)
    assert (reply.status, reply.headers["Retry-After"]) == (429, None)


def test_content_a_minute(github, client):
    github.limits.content_per_minute = 1
    github.limits.content_methods |= {"PATCH"}
    assert client.patch(REPO, {"has_wiki": True}).status == 200
    assert client.patch(REPO, {"has_wiki": True}).status == 403
    assert client.get(REPO).status == 200


def test_limits_can_be_off(github, client):
    github.limits.enabled, github.limits.points_per_minute = False, 0
    assert client.get(REPO).status == 200
