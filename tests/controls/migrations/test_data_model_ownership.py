import pytest
from tests.snapshots import judged

CONTROL, PATH = "migrations/data-model-ownership", "docs/standards/data-model-ownership.md"
GOOD = """# Data model ownership

This service owns the tables orders and order_lines; no other service reads or writes them, not even for reports.
Boundary: customers belong to the customer service and are reached through its API only, never in the database.
"""


def test_a_document_that_says_what_is_owned_and_where_it_ends_passes():
    judgement = judged(CONTROL, {PATH: GOOD})
    assert judgement.outcome == "pass"
    assert [(each.path, each.line) for each in judgement.evidence] == [(PATH, 1), (PATH, 3)]


@pytest.mark.parametrize(
    ("files", "outcome", "says"),
    [
        ({}, "fail", "There is no"),
        ({PATH: "# Ownership\n\nWe own orders.\n"}, "fail", "3 words"),
        ({PATH: GOOD + "TODO: the rest\n"}, "fail", "placeholders"),
        ({PATH: GOOD + "Owner: <team name>\n"}, "fail", "placeholders"),
        (
            {PATH: GOOD.replace("Data model ownership", "Data").replace("owns", "has")},
            "fail",
            "does not say what is owned",
        ),
        ({PATH: "This service owns " + "tables and views and indexes and more " * 6}, "partial", "no boundary"),
        ({PATH: GOOD + "Run `grep TODO` and\n```\n<not a placeholder>\n```\n"}, "pass", "written down"),
    ],
)
def test_what_is_missing_is_told(files: dict[str, str], outcome: str, says: str):
    judgement = judged(CONTROL, files)
    assert (judgement.outcome, says in judgement.summary) == (outcome, True)
    assert judgement.fix or outcome == "pass"
