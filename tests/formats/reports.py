"""Reports that Hypothesis makes up: what any format may be given."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from backendrepo.findings import Evidence, Finding, Judgement, Outcome, Report, Severity, Waiver
from backendrepo.formats import Missing

HOSTILE = (
    "<script>alert(1)</script> | `x` [a](javascript:b) \x1b]0;owned\x07\x9b31m\u202e\ud800 @acme #1 https://evil.test"
)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

texts = st.one_of(st.text(max_size=20), st.sampled_from([HOSTILE, "", "\r\n|---|\n", "`" * 5, "-->", "\\", "</pre>"]))
_places = st.builds(Evidence, texts, st.integers(0, 10**6), texts)
_judgements = st.builds(Judgement, st.sampled_from(Outcome), texts, st.lists(_places, max_size=12).map(tuple), texts)
_ids = st.sampled_from(["commands/ci", "gates/coverage", "testing/pyramid", "parity/python-version"])
_waivers = st.none() | st.builds(Waiver, _ids, texts, texts, st.dates(date(2026, 1, 1), date(2027, 12, 31)))


@st.composite
def _findings(draw: st.DrawFn) -> Finding:
    waiver = draw(_waivers)
    waived = waiver is not None and waiver.holds(NOW.date())
    return Finding(draw(_ids), draw(st.sampled_from(Severity)), draw(_judgements), waiver, waived)


_moments = st.datetimes(datetime(2020, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
_reports = st.builds(
    Report,
    repository=texts,
    standard=texts,
    generated_at=_moments,
    findings=st.lists(_findings(), max_size=5).map(tuple),
    commit=texts,
    left_out=st.dictionaries(_ids, texts, max_size=3),
)
_missing = st.builds(Missing, texts, texts.map(lambda why: why or "It is gone."), texts, _moments)
fleets = st.lists(st.one_of(_reports, _missing), min_size=1, max_size=4)
"""What any format may be given."""
