"""Conversation resolution: each conversation of a pull request has to be resolved before the merge.

A ruleset says the same with `required_review_thread_resolution` in its rule `pull_request`.
Source: docs.github.com, "About protected branches".
"""

from backendrepo.governance.setting import protection_flag

SETTINGS = (
    protection_flag(
        "requiredConversationResolution",
        "required_conversation_resolution",
        "pull_request",
        "required_review_thread_resolution",
    ),
)
