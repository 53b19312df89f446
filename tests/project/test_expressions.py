"""Regular expressions of a repository that leave paths out: read, and never run."""

import pytest

from backendrepo.project import leaves_out


@pytest.mark.parametrize(
    "expression",
    [
        "payments",
        "src",
        "src/payments/",
        "^src/",
        "^src/payments/",
        "(^|/)payments/",
        "(?:^|/)(tests|payments)/",
        "^(build|src)/",
        "^(src/payments)/.*",
        "tests/|payments/|build/",
        "/payments/$",
        r"\.py$",
        r"src/payments/.*\.py$",
        "src/.*",
        ".*",
        ".",
    ],
)
def test_an_expression_that_leaves_a_folder_out_is_seen(expression: str):
    assert leaves_out(expression, "src/payments")


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "|",
        "payments$",
        "^payments/",
        "(^|/)tests/",
        "tests|docs",
        "^(tests|docs)/",
        "payments/api/",
        "^src/payments/(api|db)/",
        r"gen_.*\.py$",
        r"_pb2\.py$",
        r"migrations/.*\.py$",
        r"payments/(?!api).*",
        "(a+)+$",
        "[",
    ],
)
def test_what_leaves_out_a_part_or_something_else_or_cannot_be_read_leaves_nothing_out(expression: str):
    assert not leaves_out(expression, "src/payments")


@pytest.mark.parametrize(("expression", "left"), [("^/src/", True), ("/payments/", True), ("^/payments/", False)])
def test_a_path_may_begin_with_a_slash_as_black_takes_it(expression: str, *, left: bool):
    assert leaves_out(expression, "/src/payments") is left
