"""A fleet of ten thousand repositories, each told at the greatest length, in ConfigMaps that the API server takes."""

import pytest

from backendrepo.controls import catalogue
from backendrepo.reports.documents import documents, weight
from backendrepo.reports.index import index, pages
from backendrepo.reports.rows import COUNTS, SEVERITIES, Row, Vulnerable
from backendrepo.reports.sharded import COMPONENT, ROOM
from backendrepo.reports.shards import shards
from backendrepo.reports.shelf import LARGEST, configmap, sealed, size

CONTROLS = sorted((control.id for control in catalogue()), key=len, reverse=True)


def largest(number: int) -> Row:
    """As much as a status can hold; names of objects of 253 letters in namespaces of 63."""
    name = f"{number:0>253}"
    return Row(
        uid=f"uid-{number}",
        key=("n" * 63, name),
        repository=f"{'o' * 39}/{number:0>100}",
        standard=f"{number:s>253}",
        moment="2026-11-24T11:00:00Z",
        report=f"{'n' * 63}/{name}",
        commit="0" * 64,
        level="Bronze",
        status="partial",
        passed="1000/1000",
        counts=(10**6,) * len(COUNTS),
        waived=64,
        open=tuple((control, "unknown") for control in CONTROLS[:32]),
        held_back_by=tuple(CONTROLS[:16]),
        vulnerable=Vulnerable("unknown", "\U0001f600" * 300, (10**6,) * len(SEVERITIES), "2026-11-24T11:00:00Z"),
    )


@pytest.fixture(scope="module")
def fleet() -> list[Row]:
    return [largest(number) for number in range(10_000)]


def test_no_configmap_of_ten_thousand_repositories_is_too_large_and_none_is_left_out(fleet: list[Row]):
    assert weight(fleet[0]) == weight(fleet[-1])
    parts = shards(fleet, [weight(fleet[0])] * len(fleet), ROOM)
    places = {f"backendrepos-fleet-{number}": part for number, part in enumerate(parts)}
    seen = 0
    for name, part in places.items():
        texts = documents(part)
        assert size(sealed(configmap("backendrepo-system", name, COMPONENT, texts))) <= LARGEST
        seen += texts["backend-standards-conformance.json"].count('"repo": ')
    assert seen == 10_000
    first = pages(index(fleet, places))
    assert size(sealed(configmap("backendrepo-system", "backendrepos-fleet", COMPONENT, first))) <= LARGEST


def test_the_names_of_ten_thousand_namespaces_have_room_beside_what_else_an_index_says(fleet: list[Row]):
    names = [f"{number:n>63}" for number in range(10_000)]
    texts = pages(index(fleet, {f"backendrepos-fleet-{number}": fleet[:1] for number in range(256)}, names))
    assert size(configmap("n" * 63, "backendrepos-fleet", COMPONENT, texts)) <= LARGEST


def test_one_more_is_a_change_of_one_shard(fleet: list[Row]):
    few = fleet[:2_000]
    before = shards(few, [weight(few[0])] * 2_000, ROOM)
    after = shards([*few, largest(10_001)], [weight(few[0])] * 2_001, ROOM, len(before))
    assert len(after) == len(before)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_a_rollup_that_holds_its_rows_itself_has_room_for_its_index(fleet: list[Row]):
    rows = fleet[: ROOM // weight(fleet[0])]
    names = [f"{number:n>63}" for number in range(len(rows))]
    texts = documents(rows) | pages(index(rows, {"backendrepos": rows}, names))
    assert size(configmap("n" * 63, "backendrepos", COMPONENT, texts)) <= LARGEST
