"""What does not fit into a result is left out by rank, and told where a reader sees it."""

import pytest
from tests.scan.parts import TOKEN, advisories, checks, finding, places, scanned

from backendrepo.advisories import Advisories
from backendrepo.checks import Checks
from backendrepo.findings import Evidence, Severity
from backendrepo.rollup import status
from backendrepo.scan.bounds import FEW, ROOMS, Room, fitted, text
from backendrepo.workflows import Kind, Obstacle, Reportable
from backendrepo.workflows.merging import Danger, Merging

ROOM = Room(text=100, places=3, names=3, dependencies=3, clean=False)
PLACE = Evidence("ci.yml", 3)


def fitted_checks(known: Checks, room: Room = ROOM) -> Checks:
    return fitted(scanned(checks=known), room).checks


def fitted_advisories(known: Advisories, room: Room = ROOM) -> Advisories:
    found = fitted(scanned(advisories=known), room).advisories
    assert found
    return found


def test_each_room_is_smaller_than_the_one_before():
    sizes = [(room.text, room.places, room.names, room.dependencies, room.clean) for room in ROOMS]
    assert all(
        a <= b for later, before in zip(sizes[1:], sizes, strict=False) for a, b in zip(later, before, strict=True)
    )
    assert len(set(sizes)) == len(sizes)


def test_what_fits_is_left_as_it_is():
    whole = scanned(finding(evidence=places(3)), checks=checks("lint", "test"), advisories=advisories(3, 3, 3, 3))
    assert fitted(whole, ROOMS[0]) == whole


@pytest.mark.parametrize(("count", "told"), [(4, "1 more place is"), (10, "7 more places are")])
def test_places_after_the_deciding_ones_are_left_out_and_counted(count: int, told: str):
    cut = fitted(scanned(finding(evidence=places(count), summary="s" * 200)), ROOM).report.findings[0].judgement
    assert [each.path for each in cut.evidence] == ["src/f0.py", "src/f1.py", "src/f2.py"]
    assert cut.summary.endswith(f"… ({told} left out.)")
    assert len(cut.summary) == ROOM.text


def test_a_text_is_cut_after_its_secrets_are_masked():
    assert text("s" * 101, ROOM) == "s" * 99 + "…"
    assert text("s" * 90 + TOKEN, ROOM) == "s" * 90 + "[redacted]"
    assert text("\ud800", ROOM) == "?"


def test_of_too_many_checks_the_gates_are_kept_and_that_there_are_more_is_told():
    known = checks("a", "b", "c", "d", gates=("c", "d"), watched={"d": ("a", "b", "c")})
    found = fitted_checks(known)
    assert found.gates == ("c", "d")
    assert list(found.on_pull_requests.names) == ["a", "c", "d"]
    assert found.watched == {"d": ("a", "c")}
    assert found.unread == found.opaque == ("the names of 1 checks are left out of the scan's result",)
    assert found.doubts("b") == found.unread


@pytest.mark.parametrize("name", [f"lint {TOKEN}", "lint \udc80", "l" * 101])
def test_a_name_that_cannot_be_handed_over_as_it_is_is_left_out_rather_than_required_wrongly(name: str):
    found = fitted_checks(checks("test", name))
    assert (found.gates, list(found.in_merge_queue.names)) == (("test",), ["test"])
    assert found.doubts("anything")


def test_reasons_places_and_sentences_are_kept_as_far_as_somebody_reads_them():
    why = Obstacle(Kind.PATHS, "its `paths` filter", PLACE)
    known = Checks(
        on_pull_requests=Reportable({}, {"lint": (why,) * 50}, {"test": (PLACE,) * 50}),
        opaque=tuple("abcdef"),
        unread=tuple("abcdef"),
    )
    found = fitted_checks(known)
    assert found.on_pull_requests == Reportable({}, {"lint": (why,) * FEW}, {"test": (PLACE,) * FEW})
    assert (found.opaque, found.unread) == (("a", "b", "c"), ("a", "b", "c"))


def test_of_too_many_jobs_that_merge_the_dangerous_ones_are_kept():
    safe, dangerous = Merging(PLACE), Merging(PLACE, (Danger("it merges", PLACE, "Do not."),))
    assert fitted_checks(Checks(merging=(safe, safe, dangerous))).merging == (safe, safe, dangerous)
    assert fitted_checks(Checks(merging=(safe, safe, safe, dangerous))).merging == (dangerous, safe, safe)


def test_of_too_many_advisories_the_most_severe_are_kept_and_the_rest_is_told():
    found = fitted_advisories(advisories(hit=10))
    assert found.open[0][1].severity is Severity.CRITICAL
    assert len(found.covered) == 3
    assert [each.what for each in found.problems] == [
        "7 more dependencies with advisories are left out of the scan's result"
    ]


def test_dependencies_without_advisories_are_left_out_without_a_word_for_nothing_is_to_be_done():
    found = fitted_advisories(advisories(clean=10))
    assert (found.covered, found.problems, status(found)) == ((), (), ("ok", ""))


def test_what_could_not_be_judged_is_never_lost_altogether():
    found = fitted_advisories(advisories(uncovered=10, problems=10))
    assert (len(found.uncovered), len(found.problems)) == (3, 5)
    assert [each.what for each in found.problems[3:]] == [
        "7 more dependencies that could not be judged are left out of the scan's result",
        "7 more entries of manifests that could not be read are left out of the scan's result",
    ]
    assert status(found)[0] == "unknown"
