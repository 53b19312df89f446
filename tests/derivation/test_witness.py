import pytest
from tests.derivation.cases import any_app, of, saw

from backendrepo.derivation import Reported, Source, Witness

(LINT,) = of("lint")
(SONAR,) = of("lint", app=42)


@pytest.mark.parametrize(
    ("check", "reported", "confirmed"),
    [
        (LINT, Reported("lint", 15368), True),
        (LINT, Reported("lint", 15368, Source.FILE), False),  # an older commit's job may be gone by now
        (LINT, Reported("lint", 15368, Source.JOB), False),
        (LINT, Reported("lint", 42), False),
        (LINT, Reported("lint"), True),  # a status does not tell who set it
        (LINT, Reported("Lint", 15368), False),
        (any_app("lint"), Reported("lint", 42), True),
        (any_app("lint"), Reported("lint"), True),
        (any_app("lint"), Reported("lint", 15368, Source.FILE), False),
        (SONAR, Reported("lint", 42), True),
        (SONAR, Reported("lint", 15368), False),
    ],
)
def test_what_no_file_tells_of_confirms_a_check_that_it_meets(check, reported, confirmed):
    assert saw(reported).confirms(check) is confirmed
    assert not Witness().confirms(check)


@pytest.mark.parametrize(
    ("check", "reported", "shown"),
    [
        *((LINT, Reported("lint", 15368, source), True) for source in Source),
        (LINT, Reported("lint"), True),
        (LINT, Reported("lint", 42), False),
        (LINT, Reported("test", 15368), False),
        (any_app("lint"), Reported("lint", 42), True),
    ],
)
def test_whatever_meets_a_check_shows_it(check, reported, shown):
    assert saw(reported).shows(check) is shown


@pytest.mark.parametrize(
    ("check", "reported", "doubted"),
    [
        (LINT, Reported("lint", 15368, Source.JOB), True),
        (any_app("lint"), Reported("lint", 15368, Source.JOB), True),
        (LINT, Reported("test", 15368, Source.JOB), False),
        (SONAR, Reported("lint", 15368, Source.JOB), False),
        (LINT, Reported("lint", 15368, Source.FILE), False),
        (LINT, Reported("lint", 15368), False),
    ],
)
def test_a_job_of_which_no_file_is_known_puts_a_check_that_it_meets_in_doubt(check, reported, doubted):
    assert saw(reported).doubts(check) is doubted
