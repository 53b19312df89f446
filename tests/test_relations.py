from backendrepo.api.kinds import BACKEND_REPO, BACKEND_STANDARD, GITHUB_CONNECTION
from backendrepo.relations import concerned
from backendrepo.store import Store


def repo(name: str, repository: str, created: str, standard: str = "s", connection: str = "c") -> dict:
    return {
        "metadata": {"name": name, "namespace": "n", "uid": name, "resourceVersion": "1", "creationTimestamp": created},
        "spec": {"repository": repository, "standardRef": {"name": standard}, "connectionRef": {"name": connection}},
    }


def store(*repos: dict) -> Store:
    store = Store()
    for each in repos:
        store.put(BACKEND_REPO, each)
    return store


def names(found: list[dict]) -> list[str]:
    return [each["metadata"]["name"] for each in found]


def test_a_standard_and_a_connection_concern_those_that_refer_to_them():
    known = store(repo("a", "x/a", "1", standard="bank"), repo("b", "x/b", "1", connection="other"))
    assert names(concerned(BACKEND_STANDARD, {"metadata": {"name": "bank"}}, known)) == ["a"]
    assert names(concerned(GITHUB_CONNECTION, {"metadata": {"name": "other"}}, known)) == ["b"]


def test_a_repository_concerns_its_rivals_the_oldest_first_whatever_the_case():
    known = store(repo("young", "acme/a", "2026-02-01"), repo("old", "ACME/A", "2026-01-01"), repo("other", "x/y", "1"))
    me = repo("me", "Acme/A", "2026-03-01")
    assert names(concerned(BACKEND_REPO, me, known)) == ["old", "young"]
    assert names(concerned(BACKEND_REPO, repo("old", "acme/a", "1"), known)) == ["young"]
