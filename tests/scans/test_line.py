"""Which scan may start: never too many, nobody forgotten, namespaces in turn."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from backendrepo.scans.line import Line
from backendrepo.store import Name


def uid(key: Name) -> str:
    return f"uid-{'/'.join(key)}"


def enter(line: Line, *keys: Name) -> list[bool]:
    return [line.enter(key, uid(key)) for key in keys]


NAMESPACES = 4
A1, A2, A3, B1, B2, C1 = ("a", "1"), ("a", "2"), ("a", "3"), ("b", "1"), ("b", "2"), ("c", "1")


def test_so_many_run_at_once_and_no_more():
    line = Line(2)
    assert enter(line, A1, A2, A3) == [True, True, False]
    assert enter(line, A1, A3) == [True, False], "to ask again changes nothing"


def test_namespaces_take_turns_and_within_one_who_came_first_goes_first():
    line = Line(1)
    enter(line, A1, A2, A3, B1, B2, C1)
    turns, now = [], A1
    for _ in range(5):
        (now,) = line.leave(uid(now))
        turns.append(now)
    assert turns == [A2, B1, C1, A3, B2]
    assert line.leave(uid(now)) == []


def test_a_place_is_kept_for_who_is_next():
    line = Line(1)
    enter(line, A1, A2)
    assert line.leave(uid(A1)) == [A2]
    assert enter(line, B1, A2) == [False, True]


def test_who_waits_and_goes_away_loses_nobody_a_place():
    line = Line(1)
    enter(line, A1, A2, B1)
    assert line.leave(uid(A2)) == []
    assert line.leave(uid(A1)) == [B1]
    assert line.leave(uid(B1)) == line.leave(uid(B1)) == []
    assert enter(line, A3) == [True]


def test_what_runs_already_is_counted_even_where_there_is_no_place():
    line = Line(1)
    enter(line, B1, A1)
    line.resume(A1, uid(A1))
    line.resume(A2, uid(A2))
    assert enter(line, A1, C1) == [True, False]
    assert [line.leave(uid(key)) for key in (A1, A2, B1)] == [[], [], [C1]]


class Fleet(RuleBasedStateMachine):
    """BackendRepos that come and go in any order, told of their turn as the engine is."""

    def __init__(self) -> None:
        super().__init__()
        self.most = 3
        self.line = Line(self.most)
        self.running: set[Name] = set()
        self.waiting: list[Name] = []
        self.called: set[Name] = set()
        self.patience: dict[Name, int] = {}

    @rule(key=st.tuples(st.sampled_from("abcd"[:NAMESPACES]), st.sampled_from("12345")))
    def comes(self, key: Name) -> None:
        if self.line.enter(key, uid(key)):
            assert key in self.running | self.called or set(self.waiting) <= self.called, "nobody overtakes who waits"
            self.running.add(key)
            self.called.discard(key)
            self.waiting = [each for each in self.waiting if each != key]
        elif key not in self.waiting:
            self.waiting.append(key)
            before = sum(each[0] == key[0] for each in self.waiting)
            self.patience[key] = NAMESPACES * before  # each namespace once, for each of its own that came before it

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def ends(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.running)))
        self.running.discard(key)
        self._call(self.line.leave(uid(key)))

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def goes_away(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.waiting)))
        self.waiting.remove(key)
        self.called.discard(key)
        self._call(self.line.leave(uid(key)))

    def _call(self, keys: list[Name]) -> None:
        assert set(keys) <= set(self.waiting)
        self.called |= set(keys)
        for called in keys:
            for key in set(self.waiting) - self.called:
                self.patience[key] -= 1
                assert self.patience[key] >= 0, f"{key} starves behind {called}"

    @invariant()
    def never_too_many(self) -> None:
        assert len(self.running | self.called) <= self.most

    @invariant()
    def no_place_is_lost(self) -> None:
        left = [key for key in self.waiting if key not in self.called]
        assert not left or len(self.running | self.called) == self.most


TestFleet = Fleet.TestCase
