import pytest
from tests.snapshots import Memory

from backendrepo.snapshot import Unreadable
from backendrepo.trees.tree import LARGEST


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("Makefile", ["Makefile"]),
        ("*", ["Makefile", "a.py"]),
        ("*.py", ["a.py"]),
        ("**/*.py", ["a.py", "src/b.py", "src/x/c.py"]),
        ("src/*.py", ["src/b.py"]),
        ("src/**", ["src/b.py", "src/x/c.py"]),
        ("?.py", ["a.py"]),
        ("[a].py", []),
        ("**", ["Makefile", "a.py", "src/b.py", "src/x/c.py"]),
        ("**/c.py", ["src/x/c.py"]),
        ("**/Makefile", ["Makefile"]),
        ("**/x/*.py", ["src/x/c.py"]),
        ("**/x/c.py", ["src/x/c.py"]),
        ("**/*", ["Makefile", "a.py", "src/b.py", "src/x/c.py"]),
        ("src/b.py", ["src/b.py"]),
        ("src", []),
        ("**/src", []),
    ],
)
def test_patterns_match_as_in_git(pattern: str, matches: list[str]):
    tree = Memory(dict.fromkeys(("Makefile", "a.py", "src/b.py", "src/x/c.py"), ""))
    assert tree.glob(pattern) == matches


def test_a_file_that_is_not_there_is_none_and_another_is_its_text():
    tree = Memory({"a": "\ufeffé\r\n".encode(), "b": b"\xff"})
    assert tree.read("missing") is None
    assert tree.read("a") == "é\r\n"
    assert tree.read("b") == "\ufffd"


def test_what_is_read_once_is_not_kept_and_what_is_read_is():
    tree = Memory({"once": b"1", "kept": b"1"})
    assert (tree.once("once"), tree.read("kept"), tree.once("missing")) == ("1", "1", None)
    tree._files.update(once=b"2", kept=b"2")
    assert (tree.once("once"), tree.once("kept"), tree.read("kept")) == ("2", "1", "1")


def test_what_is_too_large_or_no_text_says_so():
    tree = Memory({"large": b"x" * (LARGEST + 1), "binary": b"MZ\0\1"})
    with pytest.raises(Unreadable, match="large is larger than 2 MiB"):
        tree.read("large")
    with pytest.raises(Unreadable, match="binary is no text"):
        tree.read("binary")
