"""Advisory records for tests, in OSV's schema; made up, as are the packages that they are about."""

from typing import Any

V3_HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"  # 7.5
V3_CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"  # 9.8
V3_MEDIUM = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"  # 6.1


def record(
    identifier: str,
    package: str = "leaky",
    versions: tuple[str, ...] = ("1.0",),
    fixed: str = "1.1",
    vectors: tuple[str, ...] = (),
    label: str = "",
    **more: Any,
) -> dict[str, Any]:
    """Return a record about a package of PyPI."""
    kinds = {"CVSS:3": "CVSS_V3", "CVSS:4": "CVSS_V4"}
    return {
        "schema_version": "1.6.0",
        "id": identifier,
        "modified": "2026-11-01T00:00:00Z",
        "summary": f"{package} leaks",
        "affected": [
            {
                "package": {"name": package, "ecosystem": "PyPI"},
                "versions": list(versions),
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}],
            }
        ],
        "severity": [{"type": kinds.get(vector[:6], "CVSS_V2"), "score": vector} for vector in vectors],
        **({"database_specific": {"severity": label}} if label else {}),
        **more,
    }
