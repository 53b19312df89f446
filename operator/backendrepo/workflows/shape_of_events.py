"""The shape of `on`: the events of the documentation "Events that trigger workflows", and their filters."""

from backendrepo.workflows.shapes import (
    Fields,
    Shape,
    anything,
    boolean,
    by_kind,
    filled,
    knowing,
    listing,
    mapping,
    one_of,
    or_nothing,
    text,
)

_texts = or_nothing(by_kind(scalar=filled, sequence=listing(filled)))
_branches = {"branches": _texts, "branches-ignore": _texts}
_paths = {"paths": _texts, "paths-ignore": _texts}
_activities = one_of(
    *("assigned", "unassigned", "labeled", "unlabeled", "opened", "edited", "closed", "reopened", "synchronize"),
    *("converted_to_draft", "ready_for_review", "locked", "unlocked", "review_requested", "review_request_removed"),
    *("auto_merge_enabled", "auto_merge_disabled", "milestoned", "demilestoned", "enqueued", "dequeued", "stacked"),
)
_change = or_nothing(
    Fields("the event", {"types": by_kind(scalar=_activities, sequence=listing(_activities)), **_branches, **_paths})
)
_described: dict[str, Shape] = {"description": text, "required": boolean}
_default = knowing("github inputs vars", text)
_called = Fields(
    "`workflow_call`",
    {
        "inputs": or_nothing(
            mapping(
                Fields(
                    "an input",
                    {**_described, "type": one_of("string", "boolean", "number"), "default": _default},
                    required=("type",),
                )
            )
        ),
        "secrets": or_nothing(mapping(or_nothing(Fields("a secret", _described)))),
        "outputs": or_nothing(
            mapping(
                Fields(
                    "an output",
                    {"description": text, "value": knowing("github inputs vars jobs", text)},
                    required=("value",),
                )
            )
        ),
    },
)
_dispatched = Fields(
    "`workflow_dispatch`",
    {
        "inputs": or_nothing(
            mapping(
                or_nothing(
                    Fields(
                        "an input",
                        {
                            **_described,
                            "deprecationMessage": text,
                            "type": one_of("string", "boolean", "number", "choice", "environment"),
                            "default": text,
                            "options": listing(text),
                        },
                    )
                )
            )
        )
    },
    rest=anything,
)
_other = or_nothing(Fields("the event", {"types": _texts}))

_SHAPES: dict[str, Shape] = {
    **dict.fromkeys(("create", "delete", "deployment", "deployment_status", "fork", "gollum"), anything),
    **dict.fromkeys(("page_build", "public", "status"), anything),
    **dict.fromkeys(("branch_protection_rule", "check_run", "check_suite", "discussion", "discussion_comment"), _other),
    **dict.fromkeys(("issue_comment", "issues", "label", "milestone", "project", "project_card"), _other),
    **dict.fromkeys(("project_column", "pull_request_comment", "pull_request_review"), _other),
    **dict.fromkeys(("pull_request_review_comment", "registry_package", "release", "watch"), _other),
    "repository_dispatch": _other,
    "image_version": or_nothing(Fields("the event", {"types": _texts, "names": _texts, "versions": _texts})),
    "merge_group": or_nothing(Fields("the event", {"types": _texts, **_branches})),
    "pull_request": _change,
    "pull_request_target": _change,
    "push": or_nothing(Fields("the event", {**_branches, **_paths, "tags": _texts, "tags-ignore": _texts})),
    "schedule": listing(Fields("a schedule", {"cron": filled, "timezone": filled}, required=("cron",))),
    "workflow_call": or_nothing(_called),
    "workflow_dispatch": or_nothing(_dispatched),
    "workflow_run": or_nothing(Fields("the event", {"types": _texts, "workflows": _texts, **_branches})),
}

EVENTS = frozenset(_SHAPES)

on = by_kind(scalar=filled, sequence=listing(filled), keys=Fields("`on`", _SHAPES))
"""One event, a list of them, or a mapping with their filters."""
