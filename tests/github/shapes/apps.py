"""Apps, installations and installation tokens as JSON."""

from typing import Any

from tests.github.clock import timestamp
from tests.github.shapes.owners import WEB, node_id, simple_user
from tests.github.state.apps import App, Installation
from tests.github.state.git import BORN
from tests.github.state.world import World

GHOST_APPS = {15368: "github-actions"}  # Apps that exist everywhere


def app(api: str, world: World, known: App) -> dict[str, Any]:
    """`integration`."""
    return _integration(api, world, known.id, known.slug, known.owner, dict(known.permissions))


def app_by_id(api: str, world: World, app_id: int) -> dict[str, Any]:
    """`integration` of any id, also of an App that a test never described."""
    known = world.apps.get(app_id)
    if known:
        return app(api, world, known)
    slug = GHOST_APPS.get(app_id, f"app-{app_id}")
    return _integration(api, world, app_id, slug, "github", {"checks": "write"})


def _integration(api: str, world: World, app_id: int, slug: str, owner: str, permissions: dict[str, str]):
    return {
        "id": app_id,
        "slug": slug,
        "client_id": f"Iv1.{app_id:016x}",
        "node_id": node_id("Integration", app_id),
        "owner": simple_user(api, world.owner(owner)),
        "name": slug,
        "description": "",
        "external_url": f"{WEB}/apps/{slug}",
        "html_url": f"{WEB}/apps/{slug}",
        "created_at": timestamp(BORN),
        "updated_at": timestamp(BORN),
        "permissions": permissions,
        "events": [],
    }


def installation(api: str, world: World, held: Installation) -> dict[str, Any]:
    """`installation`."""
    owner = world.owner(held.owner)
    return {
        "id": held.id,
        "account": simple_user(api, owner),
        "repository_selection": "all" if held.repositories is None else "selected",
        "access_tokens_url": f"{api}/app/installations/{held.id}/access_tokens",
        "repositories_url": f"{api}/installation/repositories",
        "html_url": f"{WEB}/organizations/{held.owner}/settings/installations/{held.id}",
        "app_id": held.app.id,
        "app_slug": held.app.slug,
        "target_id": owner.id,
        "target_type": owner.kind,
        "permissions": dict(held.app.permissions),
        "events": [],
        "created_at": timestamp(BORN),
        "updated_at": timestamp(BORN),
        "single_file_name": None,
        "has_multiple_single_files": False,
        "single_file_paths": [],
        "suspended_by": None,
        "suspended_at": timestamp(BORN) if held.suspended else None,
    }
