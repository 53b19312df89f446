"""Tests are sorted into buckets by what tells of them, and it is told what does."""

import pytest
from tests.project.reading import project

from backendrepo.project import Bucket, Told
from backendrepo.project.buckets import sorted_by

ONE = "def test_a(): pass\n"
U, I, E = Bucket.UNIT, Bucket.INTEGRATION, Bucket.E2E  # noqa: E741 - short names make the tables readable


@pytest.mark.parametrize(
    ("path", "bucket", "told"),
    [
        ("tests/unit/test_a.py", U, Told.FOLDER),
        ("tests/integration/test_a.py", I, Told.FOLDER),
        ("tests/e2e/test_a.py", E, Told.FOLDER),
        ("test/integration/deep/test_a.py", I, Told.FOLDER),
        ("e2e_tests/test_a.py", E, Told.FOLDER),
        ("integration-tests/test_a.py", I, Told.FOLDER),
        ("tests/end-to-end/test_a.py", E, Told.FOLDER),
        ("tests/test_integration/test_a.py", I, Told.FOLDER),
        ("tests_unit/test_a.py", U, Told.FOLDER),
        ("unit/test_a.py", U, Told.FOLDER),
        ("services/a/e2e/test_a.py", E, Told.FOLDER),
        ("services/a/tests/functional/test_a.py", I, Told.FOLDER),
        ("tests/acceptance/test_a.py", E, Told.FOLDER),
        ("tests/unit/integration/test_a.py", U, Told.FOLDER),
        ("src/app/integration/test_a.py", U, Told.DEFAULT),
        ("src/app/integrations/tests/test_slack.py", U, Told.DEFAULT),
        ("tests/integrations/test_slack.py", U, Told.DEFAULT),
        ("tests/test_integration_db.py", I, Told.NAME),
        ("tests/test_db_integration.py", I, Told.NAME),
        ("tests/checkout_e2e_test.py", E, Told.NAME),
        ("tests/test_unit.py", U, Told.NAME),
        ("tests/test_an_integration_service.py", U, Told.DEFAULT),
        ("tests/tests.py", U, Told.DEFAULT),
        ("tests/test_a.py", U, Told.DEFAULT),
    ],
)
def test_a_bucket_is_told_by_the_outermost_folder_then_by_the_name(path: str, bucket: Bucket, told: Told):
    assert sorted_by(path) == (bucket, told)


@pytest.mark.parametrize(
    ("marks", "bucket"), [({"integration"}, I), ({"e2e", "slow"}, E), ({"unit"}, U), ({"integration", "e2e"}, E)]
)
def test_a_mark_wins_over_a_folder(marks: set[str], bucket: Bucket):
    assert sorted_by("tests/unit/test_a.py", frozenset(marks)) == (bucket, Told.MARK)


def test_other_marks_tell_nothing():
    assert sorted_by("tests/e2e/test_a.py", frozenset({"slow"})) == (E, Told.FOLDER)


FILES = {
    "tests/unit/test_a.py": ONE * 1 + "def test_b(): pass\n",
    "tests/unit/test_marked.py": "import pytest\n@pytest.mark.e2e\ndef test_a(): pass\n" + "def test_b(): pass\n",
    "tests/integration/test_a.py": ONE,
    "tests/helpers.py": ONE,
    "tests/e2e/test_broken.py": "def test_a(:\n",
    "tests/e2e/test_binary.py": b"\0\0",
}


def test_tests_are_counted_by_bucket_with_their_places():
    found = project(FILES).buckets
    assert {bucket: found.count(bucket) for bucket in Bucket} == {U: 3, I: 1, E: 1}
    assert (found.count(), found.told_apart) == (5, True)
    assert found.files(U) == ("tests/unit/test_a.py", "tests/unit/test_marked.py")
    assert found.told(E) == (Told.MARK,)
    (e2e,) = found.of(E)
    assert (e2e.place.line, e2e.place.text, e2e.marks) == (3, "def test_a(): pass", {"e2e"})


def test_a_file_that_cannot_be_read_is_named_with_the_reason():
    unread = {each.path: each.text for each in project(FILES).buckets.unread}
    assert list(unread) == ["tests/e2e/test_binary.py", "tests/e2e/test_broken.py"]
    assert unread["tests/e2e/test_binary.py"].endswith("is no text")
    assert unread["tests/e2e/test_broken.py"].startswith("it is no Python of this version")


def test_without_folders_marks_or_names_nothing_tells_them_apart():
    found = project({"tests/test_a.py": ONE}).buckets
    assert (found.told_apart, found.count(U)) == (False, 1)


@pytest.mark.parametrize(
    ("files", "counted"),
    [
        ({"tests/check_a.py": ONE, "pytest.ini": "[pytest]\npython_files = check_*.py\n"}, 1),
        ({"tests/test_a.py": ONE, "pytest.ini": "[pytest]\npython_files = check_*.py\n"}, 0),
        ({"a/tests/x.py": ONE, "pytest.ini": "[pytest]\npython_files = tests/*.py\n"}, 1),
        ({"tests/test_a.py": "def it_a(): pass", "pytest.ini": "[pytest]\npython_functions = it_*\n"}, 1),
        ({"app/tests.py": "class A(TestCase):\n    def test_a(self): pass\n", "manage.py": ""}, 1),
        ({"app/tests.py": "class A(TestCase):\n    def test_a(self): pass\n"}, 0),
        ({"app/management/commands/test_mail.py": ONE}, 0),
        ({".hidden/test_a.py": ONE, "web/node_modules/x/test_a.py": ONE}, 0),
        ({"app/test_data.py": ONE, "pytest.ini": "[pytest]\ntestpaths = tests\n"}, 0),
        ({"app/test_data.py": ONE, "pytest.ini": "[pytest]\ntestpaths = .\n"}, 1),
        ({"a/x/test_data.py": ONE, "pytest.ini": "[pytest]\ntestpaths = a/*\n"}, 1),
        ({"tests/test_a.py": ONE, "e2e_tests/test_a.py": ONE, "pytest.ini": "[pytest]\ntestpaths = tests\n"}, 2),
        ({"services/e2e/a/test_a.py": ONE, "pytest.ini": "[pytest]\ntestpaths = tests\n"}, 1),
        ({"tests/README.md": "", "tests/test_a.txt": ONE}, 0),
    ],
)
def test_files_are_tests_where_pytest_or_django_would_look(files: dict[str, str], counted: int):
    assert project(files).buckets.count() == counted
