from typing import Any

import pytest
from tests.osv.records import record

from backendrepo.advisories.versions import affects, names


def about(*events: dict[str, str], versions: tuple[str, ...] = (), kind: str = "ECOSYSTEM") -> dict[str, Any]:
    made = record("GHSA-aaaa-bbbb-cccc", versions=versions)
    made["affected"][0]["ranges"] = [{"type": kind, "events": list(events)}]
    return made


@pytest.mark.parametrize(
    ("events", "inside", "outside"),
    [
        ([{"introduced": "0"}, {"fixed": "1.1"}], ["0", "1.0", "1.1rc1"], ["1.1", "2"]),
        ([{"introduced": "1"}, {"last_affected": "1.5"}], ["1", "1.5"], ["0.9", "1.5.1"]),
        ([{"introduced": "1"}, {"fixed": "2"}, {"introduced": "3"}, {"fixed": "4"}], ["1", "3.9"], ["2", "4"]),
        ([{"fixed": "2"}, {"introduced": "1"}], ["1.9"], ["2"]),
        ([{"introduced": "nonsense"}, {"limit": "2"}], [], ["1"]),
        ([], [], ["1"]),
    ],
)
def test_a_range_is_open_at_its_fix(events: list[dict[str, str]], inside: list[str], outside: list[str]):
    found = about(*events)
    assert [affects(found, "leaky", each) for each in inside] == [True] * len(inside)
    assert [affects(found, "leaky", each) for each in outside] == [False] * len(outside)


def test_a_listed_version_is_affected_however_it_is_written():
    found = about(versions=("1.0.0", "strange"))
    assert affects(found, "leaky", "1.0")
    assert affects(found, "leaky", "strange")
    assert not affects(found, "leaky", "odd")
    assert not affects(found, "other", "1.0")


def test_ranges_of_commits_say_nothing_of_versions():
    assert not affects(about({"introduced": "0"}, kind="GIT"), "leaky", "1")


def test_names_are_compared_as_pypi_does():
    assert names(record("X", package="Leaky.Name")) == {"leaky-name"}
    assert names({"affected": [{"package": {"name": 7, "ecosystem": "PyPI"}}, {"package": []}]}) == frozenset()
