import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement, Requirement
from pip_requirements_parser import RequirementsFile
from tests.snapshots import snapshot

from backendrepo.manifests import Manifests, read
from backendrepo.manifests.indexes import PYPI_HOSTS
from backendrepo.manifests.requirements import logical_lines


def manifests(files: dict[str, str | bytes]) -> Manifests:
    return read(snapshot(files).files)


def found(text: str, **others: str) -> Manifests:
    return manifests(
        {"requirements.txt": text, **{name.replace("__", "/") + ".txt": each for name, each in others.items()}}
    )


def listed(known: Manifests) -> list[tuple[str, str]]:
    return [(str(each), str(each.place)) for each in known.dependencies]


@pytest.mark.parametrize(
    ("line", "name", "version"),
    [
        ("flask==3.0.1", "flask", "3.0.1"),
        ("Flask.Login == 1.0  # why", "flask-login", "1.0"),
        ("flask[async]==3.0.1 ; python_version < '3.12'", "flask", "3.0.1"),
        ("flask===3.0.1-odd", "flask", "3.0.1-odd"),
        ("flask==3.0.1,<4", "flask", "3.0.1"),
        ("flask==3.0.1 --hash=sha256:aa --hash=sha256:bb", "flask", "3.0.1"),
        ("flask==3.0.1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb", "flask", "3.0.1"),
        ("\ufeffflask==3.0.1\r", "flask", "3.0.1"),
        ("torch==2.1+cpu", "torch", "2.1+cpu"),
    ],
)
def test_an_exact_pin_has_its_version(line: str, name: str, version: str):
    (dependency,) = found(line).dependencies
    assert (dependency.name, dependency.version, dependency.pinned) == (name, version, True)


@pytest.mark.parametrize(
    ("line", "name", "why"),
    [
        ("flask", "flask", "`flask` is not pinned to one version"),
        ("flask>=3 ; python_version < '3.12'", "flask", "`flask>=3` is not pinned to one version"),
        ("flask==3.*", "flask", "`flask==3.*` is not pinned to one version"),
        ("flask @ https://example.com/flask-3.tar.gz", "flask", "it comes from an address"),
        ("flask @ git+https://github.com/a/flask@main", "flask", "it comes from git"),
        ("git+https://github.com/a/b.git@v1#egg=My_Name", "my-name", "it comes from git"),
        ("-e git+ssh://git@github.com/a/b.git", "github.com/a/b.git", "it comes from git"),
        ("--editable=hg+https://example.com/b", "example.com/b", "it comes from hg"),
        ("https://somebody:secret@example.com/b.whl?token=x", "example.com/b.whl", "it comes from an address"),
        ("file://localhost/b.whl", "localhost/b.whl", "it comes from an address"),
        ("./wheels/b-1.0.whl", "./wheels/b-1.0.whl", "it is installed from a file"),
    ],
)
def test_what_leaves_the_version_open_says_why_and_where(line: str, name: str, why: str):
    (dependency,) = found(f"# about\n{line}").dependencies
    assert (dependency.name, dependency.version, dependency.pinned) == (name, None, False)
    assert dependency.why.startswith(why)
    assert str(dependency.place) == "requirements.txt:2"
    assert "secret" not in repr(dependency)


@pytest.mark.parametrize("line", ["-e .", ".", "./packages/common[extra]", "packages/common", "--editable ./x", "-e."])
def test_a_folder_of_the_repository_is_no_foreign_dependency(line: str):
    known = found(line)
    assert (known.dependencies, known.problems) == ((), ())


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("flask=1", "`flask=1` is no requirement"),
        ("-r 'unclosed", "cannot be read"),
        ("-r gone.txt", "`-r gone.txt` includes a file that is not in the repository"),
        ("-r ../../etc/passwd", "not in the repository"),
        ("-r /etc/passwd", "not in the repository"),
        ("-c https://example.com/c.txt", "not in the repository"),
        ("-r", "not in the repository"),
        ("a" * 5000, "longer than 4096 characters"),
        ("flask==1 " + "--hash=sha256:aa " * 9000, "a line has more than"),
        ("a==1\n" * 10_001, "more than 10000 dependencies"),
        ("-r requirements.txt\n" * 101, "it includes more than 100 files"),
        ("flask==1\x00", "is no text"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(line: str, says: str):
    (problem,) = found(line).problems
    assert says in problem.what
    assert problem.place.path == "requirements.txt"


def test_pins_of_a_file_come_once_however_often_it_is_included_and_cycles_end():
    known = found(
        "-r base.txt\n-rbase.txt\n--requirement=requirements.txt\na==1",
        base="-r requirements.txt\nb==2",
    )
    assert listed(known) == [("b 2", "base.txt:2"), ("a 1", "requirements.txt:4")]


def test_a_constraint_pins_what_a_requirement_leaves_open_and_adds_nothing():
    known = found(
        "-c constraints.txt\n-r base.txt\na",
        constraints="-r more.txt\na==1\nc==3\nd>4\n-c constraints.txt",
        more="b==2",
        base="B>1\nx @ https://example.com/x\na==7",
    )
    assert [str(each) for each in known.dependencies] == ["b 2", "x", "a 7", "a 1"]


def test_constraints_of_an_including_file_pin_what_the_included_one_leaves_open():
    known = found("-c c.txt\n-r requirements/base.txt", c="a==1", requirements__base="a")
    assert listed(known) == [("a 1", "requirements/base.txt:1")]


def test_what_one_file_takes_as_constraints_is_installed_from_all_the_same():
    known = manifests({"requirements.txt": "a==1", "requirements-dev.txt": "-c requirements.txt\na\nb"})
    assert [(str(each), str(each.place)) for each in known.dependencies] == [
        ("a 1", "requirements-dev.txt:2"),
        ("b", "requirements-dev.txt:3"),
        ("a 1", "requirements.txt:1"),
    ]


def test_files_that_only_include_each_other_are_read_beside_others():
    files = {"a-requirements.txt": "-r b-requirements.txt\na==1", "b-requirements.txt": "-r a-requirements.txt\nb==2"}
    known = manifests({**files, "requirements.txt": "c==3"})
    assert sorted(str(each) for each in known.dependencies) == ["a 1", "b 2", "c 3"]


@pytest.mark.parametrize("pinning", ["requirements-a.txt", "requirements-z.txt"])
def test_a_line_is_pinned_where_one_of_the_files_that_include_it_pins_it(pinning: str):
    files = {f"requirements-{letter}.txt": "-r base.txt" for letter in "az"}
    known = manifests({**files, pinning: "-r base.txt\n-c c.txt", "base.txt": "a", "c.txt": "a==1"})
    assert [str(each) for each in known.dependencies] == ["a 1"]


def test_another_index_is_told_without_its_password():
    known = found(
        "-i https://me:secret@pypi.example.com/packages\na==1",
    )
    assert [each.index for each in known.dependencies] == ["https://pypi.example.com"]
    assert [each.index for each in found(f"-i{PYPI_HOSTS[0]}legacy/\na==1").dependencies] == [""]
    assert [each.index for each in found("--index-url nonsense\na==1").dependencies] == ["another index"]


def test_other_options_say_nothing_of_dependencies():
    known = found("--require-hashes\n--trusted-host example.com\n-f ./wheels\n-\na==1")
    assert ([str(each) for each in known.dependencies], known.problems) == (["a 1"], ())


def test_includes_without_end_are_bounded():
    files = {f"r/{number}.txt": f"-r {number + 1}.txt" for number in range(600)}
    known = manifests({"requirements.txt": "-r r/0.txt", **files})
    assert any("more than 200 files are included" in each.what for each in known.problems)


def test_a_file_of_nonsense_is_not_told_line_by_line():
    assert len(found("a=1\n" * 5_000).problems) == 101


def test_an_included_file_that_cannot_be_read_is_told():
    known = manifests({"requirements.txt": "-r binary.txt", "binary.txt": b"\0"})
    assert [each.what for each in known.problems] == ["binary.txt is no text"]


NAMES = st.from_regex(r"[a-z][a-z0-9]{0,5}([-_.][a-z0-9]{1,3})?", fullmatch=True)
SPECIFIERS = st.sampled_from(["", "==1.0", "===1.0", ">=1", "==1.*", "~=1.2", "!=3,==2", "== 1.0 ", "=1", "==", "@ x"])
LINES = st.builds(
    "{}{}{}{}".format,
    NAMES,
    st.sampled_from(["", "[a]", "[a,b]", "["]),
    SPECIFIERS,
    st.sampled_from(["", " # a", "#a", " ; python_version<'3'", " --hash=sha256:aa", " \\", "\t# a"]),
)


@given(st.lists(LINES | st.sampled_from(["", "# a", "  # a \\", "\\"]), max_size=8))
def test_lines_are_read_as_pip_reads_them(tmp_path_factory: pytest.TempPathFactory, lines: list[str]):
    path = tmp_path_factory.mktemp("r") / "requirements.txt"
    path.write_text("\n".join(lines))
    pips = RequirementsFile.from_file(str(path))
    expected = [each for each in pips.requirements if each.name]
    known = found("\n".join(lines))
    assert [each.name for each in known.dependencies] == [
        str(each.name).replace("_", "-").replace(".", "-") for each in expected
    ]
    assert [each.place.line for each in known.dependencies] == [each.requirement_line.line_number for each in expected]


@given(LINES)
def test_a_requirement_is_one_where_packaging_says_so(line: str):
    (_, text), *_ = logical_lines(line)
    text = text.partition(" --")[0]
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return
    (dependency,) = found(line).dependencies
    pins = [
        each.version for each in requirement.specifier if each.operator in ("==", "===") and "*" not in each.version
    ]
    assert dependency.version == (pins[0] if pins else None)


@given(st.text(alphabet="abr-c=.>@/\\# \n\t'\";[]:é", max_size=60))
def test_no_text_ends_the_reading(text: str):
    found(text)
