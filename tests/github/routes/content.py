"""Files, trees, blobs, refs, commits and archives.

https://docs.github.com/rest/repos/contents, https://docs.github.com/rest/git
"""

from tests.github.answers import Answer, Refusal, not_found, ok
from tests.github.registry import Call, route
from tests.github.routes.pages import page
from tests.github.shapes import git as shape
from tests.github.shapes.branches import commit as commit_shape
from tests.github.state.git import Commit, Tree

REPO = "/repos/{owner}/{repo}"
READ = "contents=read"


def commit_of(call: Call, ref: str) -> Commit:
    """The commit behind a ref; 409 in an empty repository."""
    if not call.here.commits:
        raise Refusal(409, "Git Repository is empty.")
    found = call.here.find_commit(ref)
    if found is None:
        raise Refusal(422, f"No commit found for SHA: {ref}")
    return found


@route(f"GET {REPO}/contents/{{path}}", needs=READ, docs="repos/contents#get-repository-content")
def contents(call: Call, path: str = "") -> Answer:
    """A file or a folder; with the raw media type the file's bytes."""
    ref = call.exchange.query.get("ref", "")
    found = call.here.find_commit(ref)
    if found is None:
        raise not_found(f"No commit found for the ref {ref}" if ref else "This repository is empty.")
    held, ref = found.tree.at(path), ref or call.here.default_branch
    if held is None:
        raise not_found()
    if isinstance(held, Tree):
        return ok(shape.folder(call.api, call.here, path, held, ref))
    if ".raw" in (call.exchange.headers.get("Accept") or ""):
        return Answer(200, held, {"Content-Type": "application/vnd.github.raw; charset=utf-8"})
    return ok(shape.file(call.api, call.here, path, held, ref))


@route(f"GET {REPO}/git/trees/{{tree_sha}}", needs=READ, docs="git/trees#get-a-tree")
def tree(call: Call, tree_sha: str) -> Answer:
    """A tree by its own hash, a commit's hash, or a ref."""
    found = call.here.find_commit(tree_sha)
    held = found.tree if found else call.here.objects.get(tree_sha)
    if not call.here.commits:
        raise Refusal(409, "Git Repository is empty.")
    if not isinstance(held, Tree):
        raise not_found()
    recursive = "recursive" in call.exchange.query  # any value, even "false"
    return ok(shape.tree(call.api, call.here, held, recursive=recursive))


@route(f"GET {REPO}/git/blobs/{{file_sha}}", needs=READ, docs="git/blobs#get-a-blob")
def blob(call: Call, file_sha: str) -> Answer:
    """A file by its hash."""
    held = call.here.objects.get(file_sha)
    if not isinstance(held, bytes):
        raise not_found()
    return ok(shape.blob(call.api, call.here, file_sha, held))


def _refs(call: Call) -> dict[str, str]:
    heads = {f"refs/heads/{name}": branch.sha for name, branch in call.here.branches.items()}
    return heads | {f"refs/tags/{name}": sha for name, sha in call.here.tags.items()}


@route(f"GET {REPO}/git/ref/{{ref}}", needs=READ, docs="git/refs#get-a-reference")
def one_ref(call: Call, ref: str) -> Answer:
    """A ref by its whole name without `refs/`."""
    name = f"refs/{ref}"
    if name not in _refs(call):
        raise not_found()
    return ok(shape.ref(call.api, call.here, name, _refs(call)[name]))


@route(f"GET {REPO}/git/matching-refs/{{ref}}", needs=READ, docs="git/refs#list-matching-references")
def matching_refs(call: Call, ref: str) -> Answer:
    """The refs that begin so."""
    found = [item for item in _refs(call).items() if item[0].startswith(f"refs/{ref}")]
    return page(call, found, lambda item: shape.ref(call.api, call.here, *item))


@route(f"GET {REPO}/commits", needs=READ, docs="commits/commits#list-commits")
def commits(call: Call) -> Answer:
    """The history of a ref, newest first."""
    found: Commit | None = commit_of(call, call.exchange.query.get("sha", ""))
    history = []
    while found is not None:
        history.append(found)
        found = call.here.commits.get(found.parent or "")
    return page(call, history, lambda c: commit_shape(call.api, call.here, c))


@route(f"GET {REPO}/commits/{{ref}}", needs=READ, docs="commits/commits#get-a-commit")
def one_commit(call: Call, ref: str) -> Answer:
    """One commit; with the sha media type only its hash."""
    found = commit_of(call, ref)
    if ".sha" in (call.exchange.headers.get("Accept") or ""):
        return Answer(200, found.sha.encode(), {"Content-Type": "application/vnd.github.sha; charset=utf-8"})
    return ok(commit_shape(call.api, call.here, found))


@route(f"GET {REPO}/tarball/{{ref}}", needs=READ, docs="repos/contents#download-a-repository-archive-tar")
def tarball(call: Call, ref: str) -> Answer:
    """Where the archive can be fetched, without the token, for five minutes."""
    found = call.here.find_commit(ref)
    if found is None:
        raise not_found()
    return Answer(302, None, {"Location": call.world.archives.ticket(call.exchange.api, call.here, found)})
