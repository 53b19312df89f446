"""Rows that one ConfigMap cannot hold are spread over several, and stay where they are."""

from hypothesis import given
from hypothesis import strategies as st

from backendrepo.reports.rows import Row
from backendrepo.reports.shards import MOST, shards

LIMIT = 100
weights = st.lists(st.integers(1, LIMIT), min_size=1, max_size=200)
counts = st.sampled_from([1, 2, 4, 8, 64])


def rows(count: int) -> list[Row]:
    return [Row(f"uid-{number}", ("team", f"{number}"), "acme/a", "standard", "") for number in range(count)]


def heaviest(found: list[list[Row]], weights: list[int]) -> int:
    by_row = dict(zip(rows(len(weights)), weights, strict=True))
    return max(sum(by_row[row] for row in part) for part in found)


@given(weights, counts)
def test_every_row_is_in_one_shard_and_none_is_too_heavy(weights: list[int], now: int):
    found = shards(rows(len(weights)), weights, LIMIT, now)
    assert sorted(row.key for part in found for row in part) == sorted(row.key for row in rows(len(weights)))
    assert len(found) == MOST or heaviest(found, weights) <= LIMIT
    assert len(found).bit_count() == 1


@given(weights, st.data())
def test_a_row_stays_where_it_is_while_others_come_and_go(weights: list[int], data: st.DataObject):
    found = shards(rows(len(weights)), weights, LIMIT)
    place = {row: number for number, part in enumerate(found) for row in part}
    kept = data.draw(st.lists(st.sampled_from(list(zip(rows(len(weights)), weights, strict=True))), unique=True))
    fewer = shards([row for row, _ in kept], [weight for _, weight in kept], LIMIT, len(found)) if kept else []
    for number, part in enumerate(fewer):
        assert all(place[row] % len(fewer) == number for row in part)


@given(weights)
def test_their_number_does_not_go_to_and_fro(weights: list[int]):
    count = len(shards(rows(len(weights)), weights, LIMIT))
    lighter = [weight - 1 for weight in weights]
    again = len(shards(rows(len(weights)), lighter, LIMIT, count))
    assert again == count or heaviest(shards(rows(len(weights)), lighter, LIMIT, again), lighter) <= LIMIT // 2


def test_a_small_fleet_needs_one():
    assert shards(rows(3), [1, 2, 3], LIMIT) == [rows(3)]


def test_what_no_shard_holds_ends_too():
    assert len(shards(rows(2), [1, LIMIT + 1], LIMIT)) == MOST
