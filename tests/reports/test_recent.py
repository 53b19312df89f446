from hypothesis import given
from hypothesis import strategies as st

from backendrepo.reports.recent import Recent

MOST = 10


def test_the_least_recently_used_goes_first():
    recent = Recent(MOST)
    for uid in "abc":
        recent.put(uid, b"xxx")
    assert recent.get("a") == b"xxx"
    recent.put("d", b"xxx")
    assert [recent.get(uid) for uid in "abcd"] == [b"xxx", None, b"xxx", b"xxx"]


def test_what_is_larger_than_all_the_room_is_not_kept():
    recent = Recent(MOST)
    recent.put("a", b"x")
    recent.put("b", b"x" * (MOST + 1))
    assert recent.get("a") is recent.get("b") is None


puts = st.tuples(st.sampled_from("abcd"), st.binary(max_size=MOST + 2))
forgets = st.tuples(st.sampled_from("abcd"), st.none())


@given(st.lists(puts | forgets, max_size=30))
def test_whatever_is_kept_and_forgotten_it_stays_within_its_room(steps: list[tuple[str, bytes | None]]):
    recent, latest = Recent(MOST), dict[str, bytes | None]()
    for uid, packed in steps:
        latest[uid] = packed
        if packed is None:
            recent.forget(uid)
        else:
            recent.put(uid, packed)
        kept = {uid: found for uid in "abcd" if (found := recent.get(uid)) is not None}
        assert sum(map(len, kept.values())) <= MOST
        assert all(latest[uid] == found for uid, found in kept.items())
        if packed is not None and len(packed) <= MOST:
            assert kept[uid] == packed
