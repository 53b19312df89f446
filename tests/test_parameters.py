"""A standard of the cluster means what a file of it means to `check` (tests/check/test_standard.py holds the two)."""

from backendrepo.api.controls import Controls
from backendrepo.parameters import Parameters, parameters_of


def test_a_standard_that_sets_nothing_is_the_written_one():
    assert parameters_of(Controls(), "backend-foundation") == Parameters()


def test_what_a_standard_sets_is_what_controls_go_by():
    written = {
        "disabled": ["testing/pyramid"],
        "coverageFloor": 92.5,
        "longestWaiverDays": 90,
        "oldestEvidenceDays": 3,
        "pyramid": {"unit": {"least": 60, "most": 90}},
    }
    assert parameters_of(Controls.model_validate(written), "ours") == Parameters(
        standard="ours",
        coverage_floor=92.5,
        longest_waiver=90,
        pyramid={**Parameters().pyramid, "unit": (60, 90)},
        oldest_evidence_days=3,
        disabled=frozenset({"testing/pyramid"}),
    )
