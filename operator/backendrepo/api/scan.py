"""What a standard and a BackendRepo say about conformance scans, and what is waived."""

from typing import Any

from pydantic import Field

from backendrepo.api.controls import ControlId
from backendrepo.api.rules import duration, rules
from backendrepo.api.schedule import Schedule
from backendrepo.model import Duration, Model

_DAY = (
    "self.matches('^20[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|[12][0-9]))$') && (!self.endsWith('02-29') || int(self.substring(2, 4)) % 4 == 0)"
)
"""A day that the calendar has. (`format: date` would do, but its refusal does not say what to write.)"""


class Waiver(Model):
    """A control that may fail for a while, with somebody who answers for it."""

    control: ControlId = Field(description="The control as family/name, for example gates/e2e-tests.")
    reason: str = Field(
        min_length=1,
        max_length=1024,
        description="Why the control may fail, for example: No user journeys until the gateway moves (PAY-812).",
    )
    owner: str = Field(
        min_length=1, max_length=253, description="Who answers for it: a team or a person, for example payments-team."
    )
    expires: str = Field(
        max_length=10,
        description="The last day of the waiver as YEAR-MONTH-DAY, for example 2027-03-31.",
        json_schema_extra=rules((_DAY, "write a day as YEAR-MONTH-DAY, for example 2027-03-31")),
    )


def _timeout(default: str | None) -> Any:
    return Field(
        default=default,
        description="How long a scan may take, from 10s to 1h, for example 5m.",
        json_schema_extra=duration("10s", "1h", "5m"),
    )


class Scan(Model):
    """How the conformance scan of this repository differs from the standard's."""

    schedule: Schedule | None = None
    timeout: Duration | None = _timeout(None)


class StandardScan(Model):
    """How the repositories on a standard are scanned."""

    schedule: Schedule = "0 3 * * *"
    timeout: Duration = _timeout("10m")
    osv_url: str | None = Field(
        default=None,
        max_length=253,
        description="Whom scans ask about known vulnerabilities: an OSV endpoint, for example https://api.osv.dev. "
        "Names and versions of dependencies are sent there. Left out: nobody is asked, and DependenciesSecure stays "
        "Unknown.",
        json_schema_extra=rules(
            (
                r"self.matches(r'^(https://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])|http://(127[.]0[.]0[.]1|localhost|\[::1\]))"
                "(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*$')",
                "write an https URL, for example https://api.osv.dev, without a trailing slash, query or credential",
            )
        ),
    )
