"""Contents, trees, blobs and refs as JSON."""

from base64 import encodebytes
from typing import Any

from tests.github.shapes.owners import WEB, node_id
from tests.github.state.git import Entry, Tree, object_id
from tests.github.state.repositories import Repository

KINDS = {"blob": "file", "tree": "dir"}
RAW = "https://raw.githubusercontent.com"


def listed(api: str, repo: Repository, entry: Entry, ref: str) -> dict[str, Any]:
    """An entry of `content-directory`; `entry.path` is the whole path."""
    here = f"{api}/repos/{repo.full_name}"
    links = {
        "self": f"{here}/contents/{entry.path}?ref={ref}",
        "git": f"{here}/git/{entry.kind}s/{entry.sha}",
        "html": f"{WEB}/{repo.full_name}/{entry.kind}/{ref}/{entry.path}",
    }
    is_file = entry.kind == "blob"
    return {
        "name": entry.path.rsplit("/", 1)[-1],
        "path": entry.path,
        "sha": entry.sha,
        "size": entry.size or 0,
        "url": links["self"],
        "html_url": links["html"],
        "git_url": links["git"],
        "download_url": f"{RAW}/{repo.full_name}/{ref}/{entry.path}" if is_file else None,
        "type": KINDS[entry.kind],
        "_links": links,
    }


def file(api: str, repo: Repository, path: str, content: bytes, ref: str) -> dict[str, Any]:
    """`content-file`."""
    entry = Entry(path, "blob", "100644", object_id("blob", content), len(content))
    return listed(api, repo, entry, ref) | {"content": encodebytes(content).decode(), "encoding": "base64"}


def folder(api: str, repo: Repository, path: str, tree: Tree, ref: str) -> list[dict[str, Any]]:
    """`content-directory`."""
    prefix = f"{path}/" if path else ""
    entries = (Entry(prefix + e.path, e.kind, e.mode, e.sha, e.size) for e in tree)
    return [listed(api, repo, entry, ref) for entry in entries]


def tree(api: str, repo: Repository, held: Tree, *, recursive: bool) -> dict[str, Any]:
    """`git-tree`, cut where a recursive one has too many entries."""
    here = f"{api}/repos/{repo.full_name}/git"
    entries = [entry for entry, _ in held.walk()] if recursive else list(held)
    most = repo.most_entries if recursive else len(entries)
    return {
        "sha": held.sha,
        "url": f"{here}/trees/{held.sha}",
        "tree": [_tree_entry(here, entry) for entry in entries[:most]],
        "truncated": len(entries) > most,
    }


def _tree_entry(here: str, entry: Entry) -> dict[str, Any]:
    size = {} if entry.size is None else {"size": entry.size}
    url = f"{here}/{entry.kind}s/{entry.sha}"
    return {"path": entry.path, "mode": entry.mode, "type": entry.kind, "sha": entry.sha, **size, "url": url}


def blob(api: str, repo: Repository, sha: str, content: bytes) -> dict[str, Any]:
    """`blob`."""
    return {
        "sha": sha,
        "node_id": node_id("Blob", repo.id),
        "size": len(content),
        "url": f"{api}/repos/{repo.full_name}/git/blobs/{sha}",
        "content": encodebytes(content).decode(),
        "encoding": "base64",
    }


def ref(api: str, repo: Repository, name: str, sha: str) -> dict[str, Any]:
    """`git-ref`; `name` begins with `refs/`."""
    here = f"{api}/repos/{repo.full_name}/git"
    return {
        "ref": name,
        "node_id": node_id("Ref", repo.id),
        "url": f"{here}/{name}",
        "object": {"sha": sha, "type": "commit", "url": f"{here}/commits/{sha}"},
    }
