"""Hubs by connection: one that is good is kept, one that is not is left alone, and a new Secret counts soon."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.hub.parts import GOVERN, Clock, app_auth, connection, observe

from backendrepo.errors import CredentialMissing, CredentialRejected, InstallationUnusable, KubernetesUnavailable
from backendrepo.hub.hubs import FRESH, REST, Hubs

pytestmark = pytest.mark.integration


class Secrets:
    """Secrets by connection, and how often each was read."""

    def __init__(self) -> None:
        self.held: dict[str, str | Exception] = {}
        self.reads = 0

    def secret(self, connection) -> str:
        self.reads += 1
        held = self.held.get(connection.metadata.name) or self.unusable(connection, "does not exist")
        if isinstance(held, Exception):
            raise held
        return held

    def unusable(self, connection, problem: str) -> CredentialMissing:
        return CredentialMissing(connection.metadata.name, "github", "backendrepo-system", problem)


@pytest.fixture
def secrets() -> Secrets:
    return Secrets()


@pytest.fixture
def clock() -> Clock:
    return Clock(0)


@pytest.fixture
def held(secrets, clock) -> Hubs:
    return Hubs(secrets, clock)


@pytest.fixture
def main(github, secrets, token):
    secrets.held["main"] = token
    return connection(github.url)


def rejected(hub) -> CredentialRejected:
    with pytest.raises(CredentialRejected) as caught:
        observe(hub, "acme/a")
    return caught.value


def test_a_hub_is_made_once_and_the_secret_read_now_and_then(held, main, secrets, clock):
    first = held.get(main)
    assert all(held.get(main) is first for _ in range(1_000))
    assert secrets.reads == 1
    clock.advance(FRESH)
    assert held.get(main) is first
    assert secrets.reads == 2


def test_many_threads_get_the_same_hub(held, main, secrets):
    gate = threading.Barrier(16)

    def get(_: int) -> int:
        gate.wait()
        return id(held.get(main))

    with ThreadPoolExecutor(16) as threads:
        assert len(set(threads.map(get, range(16)))) == 1
    assert secrets.reads == 1


def test_a_new_secret_makes_a_new_hub(held, main, secrets, github, clock):
    first = held.get(main)
    secrets.held["main"] = github.add_token("bot", GOVERN)
    assert held.get(main) is first
    clock.advance(FRESH)
    second = held.get(main)
    assert second is not first
    assert observe(second, "acme/a").repository == "acme/a"


@pytest.mark.parametrize("change", [{"generation": 2}, {"uid": "2"}], ids=str)
def test_a_changed_connection_makes_a_new_hub_at_once(held, main, github, change):
    first = held.get(main)
    assert held.get(connection(github.url, **change)) is not first


def test_the_connections_of_a_hub_that_was_replaced_are_closed(held, main, github):
    first = held.get(main)
    observe(first, "acme/a")
    pools = first._accounts.of("acme/a")._transport.poolmanager.pools
    assert len(pools) == 1
    held.get(connection(github.url, generation=2))
    assert len(pools) == 0


def test_a_turn_under_way_finishes_with_the_hub_that_it_began_with(held, main, github):
    first = held.get(main)
    held.get(connection(github.url, generation=2))
    assert observe(first, "acme/a").repository == "acme/a"
    first.close()


def test_connections_do_not_share_a_hub(held, main, github, secrets, token):
    secrets.held["other"] = token
    assert held.get(main) is not held.get(connection(github.url, name="other"))


def test_a_missing_secret_is_told_and_looked_for_again(held, main, secrets, token, clock):
    secrets.held.clear()
    for _ in range(3):
        with pytest.raises(CredentialMissing, match="does not exist"):
            held.get(main)
    assert secrets.reads == 1
    secrets.held["main"] = token
    clock.advance(FRESH)
    held.get(main)


def test_an_error_told_often_does_not_grow(held, main, secrets):
    secrets.held.clear()
    for _ in range(100):
        with pytest.raises(CredentialMissing) as caught:
            held.get(main)
    depth, traceback = 0, caught.value.__traceback__
    while traceback:
        depth, traceback = depth + 1, traceback.tb_next
    assert depth < 5


@pytest.mark.parametrize(
    ("auth", "secret", "says"),
    [
        (None, "planted secret", "holds no token"),
        (app_auth(12), "planted-secret", "holds no private key in PEM format"),
    ],
)
def test_a_secret_of_no_use_is_told_without_it(held, github, secrets, auth, secret, says):
    secrets.held["main"] = secret
    with pytest.raises(CredentialMissing, match=says) as caught:
        held.get(connection(github.url, auth=auth))
    assert "planted" not in str(caught.value)


def test_a_silent_cluster_is_told_as_such(held, secrets):
    secrets.held["main"] = KubernetesUnavailable("503")
    with pytest.raises(KubernetesUnavailable):
        held.get(connection("https://api.github.com"))


# Rejected credentials


def test_a_rejected_credential_is_left_alone_for_a_while(held, main, github, token, secrets, clock):
    hub = held.get(main)
    github.revoke(token)
    held.reject(main, rejected(hub))
    github.requests.clear()
    for _ in range(int(REST / FRESH)):
        with pytest.raises(CredentialRejected, match="Bad credentials"):
            held.get(main)
        clock.advance(FRESH)
    assert list(github.requests) == []
    assert secrets.reads == 1 + int(REST / FRESH) - 1
    github.tokens[token].revoked = False
    assert held.get(main).verify()


def test_who_listens_is_told_once_that_a_credential_is_rejected(held, main, github, token):
    told = []
    held.listen(told.append)
    hub = held.get(main)
    github.revoke(token)
    error = rejected(hub)
    held.reject(main, error)
    held.reject(main, error)
    assert told == ["main"]


def test_a_new_secret_ends_the_rejection(held, main, github, token, secrets, clock):
    hub = held.get(main)
    github.revoke(token)
    held.reject(main, rejected(hub))
    secrets.held["main"] = github.add_token("bot", GOVERN)
    clock.advance(FRESH)
    assert held.get(main).verify()


def test_a_late_complaint_about_the_old_credential_does_not_hit_the_new_one(held, main, github, token, secrets, clock):
    old = held.get(main)
    github.revoke(token)
    secrets.held["main"] = github.add_token("bot", GOVERN)
    clock.advance(FRESH)
    new = held.get(main)
    held.reject(main, rejected(old))
    assert held.get(main) is new
    old.close()


def test_one_owners_suspended_installation_does_not_reject_the_app(held, github, repo, secrets):
    app = github.add_app(12, GOVERN)
    number = app.install("acme")
    app.installations[number].suspended = True
    secrets.held["main"] = app.private_key
    by_app = connection(github.url, auth=app_auth(12))
    hub = held.get(by_app)
    with pytest.raises(InstallationUnusable):
        observe(hub, repo.full_name)
    assert held.get(by_app) is hub
    hub.close()


def test_an_app_with_another_key_is_rejected_as_a_whole(held, github, repo, secrets):
    github.add_app(12, GOVERN)
    secrets.held["main"] = github.add_app(13, GOVERN).private_key
    by_app = connection(github.url, auth=app_auth(12))
    held.reject(by_app, rejected(held.get(by_app)))
    with pytest.raises(CredentialRejected):
        held.get(by_app)


def test_a_complaint_about_a_connection_that_is_not_known_is_ignored(held, main):
    held.reject(main, CredentialRejected("main", "Bad credentials"))


def test_what_is_remembered_does_not_show_the_secret(held, main, token):
    held.get(main)
    assert token not in repr(held._entries)


def test_a_deleted_connection_is_let_go(github):
    secrets = Secrets()
    secrets.held["main"] = github.add_token("bot", permissions=GOVERN)
    hubs, main = Hubs(secrets), connection(github.url)
    hub = hubs.get(main)
    hubs.forget("main")
    hubs.forget("main")
    assert hubs.get(main) is not hub
