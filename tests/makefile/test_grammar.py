"""However a graph is written, it is read as the graph that it is."""

from hypothesis import given
from tests.makefile import grammar
from tests.makefile.grammar import Built
from tests.makefile.reading import words
from tests.snapshots import Memory

from backendrepo.makefile import read


@given(built=grammar.built())
def test_a_graph_is_read_as_it_is_meant(built: Built):
    made = read(Memory({**built.files, "sub/x": ""}))
    for name, target in built.targets.items():
        found = made.targets[name].prerequisites
        assert [each.name for each in found if not each.order_only] == [*target.needs]
        assert [each.name for each in found if each.order_only] == [*target.order_only]
    for name in (*built.targets, *built.patterns):
        closure = made.closure(name)
        assert [(words(each), each.command.gates) for each in closure] == built.commands(name)
        assert (closure.whole, closure.missing) == (True, ())
    assert not made.problems
