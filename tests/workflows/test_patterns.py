"""Filter patterns, by the documentation's tables ("Workflow syntax for GitHub Actions", Filter pattern cheat sheet)."""

import re
import string

import hypothesis.strategies as st
import pytest
from hypothesis import given

from backendrepo.workflows.patterns import EVERYTHING, matches, selected

BRANCHES = [
    ("feature/*", ["feature/my-branch", "feature/your-branch"], ["feature/beta-a/my-branch", "feature"]),
    ("feature/**", ["feature/beta-a/my-branch", "feature/your-branch", "feature/mona/the/octocat"], ["features/a"]),
    ("main", ["main"], ["mainly", "a/main", "Main"]),
    ("releases/mona-the-octocat", ["releases/mona-the-octocat"], ["releases"]),
    ("*", ["main", "releases"], ["all/the/branches"]),
    ("**", ["all/the/branches", "every/tag", "main"], []),
    ("*feature", ["mona-feature", "feature", "ver-10-feature"], ["a/feature", "features"]),
    ("v2*", ["v2", "v2.0", "v2.9"], ["v1", "v2/0"]),
    ("v[12].[0-9]+.[0-9]+", ["v1.10.1", "v2.0.0"], ["v3.0.0", "v1.10", "v1.x.1", "v1..1"]),
    ("Octo*", ["Octocat", "Octo"], ["Oct"]),
    ("[CB]at", ["Cat", "Bat"], ["Hat", "at"]),
    ("[1-2]00", ["100", "200"], ["300"]),
    ("release/v[0-9].[0-9]", ["release/v1.2"], ["release/v1.22"]),
    ("*.jsx?", ["page.js", "page.jsx"], ["page.jsxx"]),
    ("ab+", ["ab", "abbb"], ["a"]),
    (r"a\*b", ["a*b"], ["axb"]),
    ("a\\", ["a\\"], ["a"]),
    ("[a", ["[a"], ["a"]),
    ("[a-]", ["a", "-"], ["b"]),
    ("a!b", ["a!b"], ["ab"]),
    ("?a", ["?a"], ["a"]),
    ("a*?", ["ab?", "a?"], ["ab"]),
    ("", [""], ["a"]),
]
PATHS = [
    ("*", ["README.md", "server.rb"], ["docs/README.md"]),
    ("**", ["all/the/files.md"], []),
    ("*.js", ["app.js", "index.js"], ["src/app.js"]),
    ("**.js", ["index.js", "js/index.js", "src/js/app.js"], ["index.ts"]),
    ("docs/*", ["docs/README.md", "docs/file.txt"], ["docs/mona/octocat.txt", "a/docs/README.md"]),
    ("docs/**", ["docs/README.md", "docs/mona/octocat.txt"], ["src/docs/README.md"]),
    ("docs/**/*.md", ["docs/README.md", "docs/mona/hello-world.md", "docs/a/markdown/file.md"], ["docs/a.txt"]),
    ("**/docs/**", ["docs/hello.md", "dir/docs/my-file.txt", "space/docs/plan/space.doc"], ["mydocs/hello.md"]),
    ("**/README.md", ["README.md", "js/README.md"], ["js/MYREADME.md"]),
    ("**/*src/**", ["a/src/app.js", "my-src/code/js/app.js"], ["srcs/app.js"]),
    ("**/*-post.md", ["my-post.md", "path/their-post.md"], ["post.md"]),
    ("**/migrate-*.sql", ["migrate-10909.sql", "db/migrate-v1.0.sql", "db/sept/migrate-v1.sql"], ["db/seed.sql"]),
]
LISTS = [
    (["*.md", "!README.md"], ["hello.md"], ["README.md", "docs/hello.md"]),
    (["*.md", "!README.md", "README*"], ["hello.md", "README.md", "README.doc"], []),
    (["releases/**", "!releases/**-alpha"], ["releases/10", "releases/beta/mona"], ["releases/10-alpha", "main"]),
    (["!main"], [], ["main", "other"]),
    ([], [], ["main"]),
]


@pytest.mark.parametrize(("pattern", "taken", "left"), BRANCHES + PATHS)
def test_a_pattern_takes_what_the_documentation_says(pattern: str, taken: list[str], left: list[str]):
    assert [name for name in taken + left if matches(pattern, name)] == taken


@pytest.mark.parametrize(("patterns", "taken", "left"), LISTS)
def test_of_several_patterns_the_last_that_matches_decides(patterns: list[str], taken: list[str], left: list[str]):
    assert [name for name in taken + left if selected(patterns, name)] == taken


NAMES = st.text("ab/-", max_size=8)
PATTERNS = st.lists(st.sampled_from(["a", "b", "/", "-", "*", "**", "[ab]", "a?", "b+"]), max_size=6).map("".join)


@given(PATTERNS, NAMES)
def test_a_pattern_means_what_the_regular_expression_for_it_means(pattern: str, name: str):
    tokens = re.findall(r"\*\*/|\*\*|\*|\[ab\][?+]?|.[?+]?", pattern)
    assert "".join(tokens) == pattern
    parts, before = [], "/"
    for token in tokens:
        if token == "**/" and before == "/":
            parts.append("(?:.*/)?")
        else:
            parts.append({"**": ".*", "**/": ".*/", "*": "[^/]*"}.get(token, token))
        before = token[-1]
    assert matches(pattern, name) == bool(re.fullmatch("".join(parts), name))


@given(st.sampled_from(sorted(EVERYTHING)), st.text(string.ascii_letters + "/.-", min_size=1))
def test_what_is_taken_for_everything_takes_everything(pattern: str, name: str):
    assert matches(pattern, name)


@pytest.mark.parametrize("pattern", ["*a" * 400, "[a-z]+" * 150, "**/" * 300, "a?" * 500, "*" * 1000])
def test_no_pattern_takes_long(pattern: str):
    assert matches(pattern, "a" * 1000) in (True, False)
    assert not matches(pattern + "x" * 1000, "a")
