"""After a rollback an older version reads what a newer one has stored, and goes on."""

from backendrepo.api.backendrepo import BackendRepoStatus, GovernanceState
from backendrepo.api.conditions import Type
from backendrepo.api.conformance import ScanState, WaiverState

CONDITION = {
    "status": "True",
    "reason": "InSync",
    "message": ".",
    "lastTransitionTime": "2026-01-01T00:00:00Z",
    "observedGeneration": 1,
}


def test_conditions_and_words_of_a_newer_version_are_left_aside():
    stored = {
        "observedGeneration": 1,
        "conditions": [{"type": "Ready", **CONDITION}, {"type": "SomethingNew", **CONDITION}],
        "governance": {"state": "Negotiating", "branch": "main"},
        "scan": {"state": "Pondering"},
        "conformance": {
            "level": "Platinum",
            "passed": "1/1",
            "counts": {"pass": 1},
            "waivers": [{"control": "gates/coverage", "expires": "2027-03-31", "state": "Disputed"}],
        },
        "somethingNew": {"a": 1},
    }
    read = BackendRepoStatus.model_validate(stored)
    assert [condition.type for condition in read.conditions] == [Type.READY]
    assert read.governance.state is GovernanceState.UNKNOWN
    assert read.scan.state is ScanState.IDLE
    assert read.conformance.waivers[0].state is WaiverState.IN_FORCE
    assert BackendRepoStatus.model_validate(read.model_dump()) == read
