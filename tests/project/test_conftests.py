"""What `conftest.py` files keep pytest from collecting."""

import pytest
from tests.project.reading import project


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("collect_ignore = ['unit', 'old.py']\n", ("tests/unit", "tests/old.py")),
        ("collect_ignore_glob = ('*_old.py',)\n", ("tests/*_old.py",)),
        ("collect_ignore = ['a']\ncollect_ignore_glob = ['b*']\n", ("tests/a", "tests/b*")),
        ("import sys\nif sys.platform == 'win32':\n    collect_ignore = ['unit']\n", ()),
        ("collect_ignore = names()\n", ()),
        ("collect_ignore = [\n", ()),
        ("ignored = ['unit']\n", ()),
        ("other = ['unit']  # collect_ignore\n", ()),
    ],
)
def test_what_is_left_out_in_any_case_is_told_from_the_root(text: str, found: tuple[str, ...]):
    assert project({"tests/conftest.py": text}).uncollected == found
