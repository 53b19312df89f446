"""What the tests of governance share: settings of a good repository, and a workflow with two gates."""

from typing import Any

from tests.snapshots import judged

from backendrepo.findings import Judgement
from backendrepo.settings import Hidden, Reporter, Required, Settings

CLASSIC = "the branch protection"

GOOD: dict[str, Any] = {
    "pull_requests": (CLASSIC,),
    "no_force_pushes": (CLASSIC,),
    "no_deletion": (CLASSIC,),
    "administrators_bound": True,
    "required": (Required("lint", Reporter.ACTIONS), Required("test (3.11)", Reporter.ACTIONS)),
    "strict": True,
}

CI = """
on:
  pull_request:
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
    - run: ruff check .
  test:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        python: ["3.11"]
    steps:
    - run: pytest
"""
FILES = {".github/workflows/ci.yml": CI}


def judged_with(control: str, files: dict[str, str] | None = None, **settings: Any) -> Judgement:
    """What a control says of a good repository with these settings of its own."""
    return judged(control, FILES if files is None else files, settings=Settings(**{**GOOD, **settings}))


def hidden(*parts: Hidden, permission: str = "administration: read") -> dict[Hidden, str]:
    """Settings that cannot be seen for want of a permission."""
    return dict.fromkeys(parts, permission)


def required(*names: str, reporter: Reporter = Reporter.ACTIONS) -> tuple[Required, ...]:
    """Required checks."""
    return tuple(Required(name, reporter) for name in names)
