"""The built-in standard, and what a standard and a repository together ask for."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from backendrepo.api.backendstandard import BackendStandard
from backendrepo.api.governance import BY_PATH, Governance
from backendrepo.errors import LoosensStandard
from backendrepo.governance.policy import Mode, Policy
from backendrepo.governance.required_checks import ACTIONS_APP, CHECKS, ChecksMode, ChecksPolicy, WantedChecks, listed

BUILT_IN = "backend-foundation"


@cache
def built_in() -> BackendStandard:
    """Return the standard that applies where the cluster has none of the name `backend-foundation`."""
    text = files(__name__).joinpath(f"{BUILT_IN}.yaml").read_text()
    return BackendStandard.model_validate(yaml.safe_load(text))


def policies(standard: BackendStandard, own: Governance, actions_app: int = ACTIONS_APP) -> Mapping[str, Policy]:
    """Return the policy of each setting by its path: the standard's, and the repository's where it may differ.

    That of the required checks is a `WantedChecks`, which `derivation.derive` completes by the repository's workflows.
    Raises `LoosensStandard` where the repository loosens what the standard locks.
    """
    theirs = _comparable(standard.spec.governance, actions_app)
    wanted = dict(theirs)
    for path, policy in _comparable(own, actions_app).items():
        base = theirs.get(path)
        wanted[path] = _tightened(path, policy, base, standard) if base and base.managed else policy
    return wanted | _checks(wanted.get(CHECKS), theirs.get(CHECKS), standard, own, actions_app)


def _comparable(governance: Governance, actions_app: int) -> dict[str, Policy]:
    """Return the policies with values of the kind that GitHub's are compared in."""
    wanted = governance.policies()
    if (checks := wanted.get(CHECKS)) and checks.value is not None:
        wanted[CHECKS] = checks.model_copy(update={"value": listed(checks.value, actions_app)})
    if (methods := wanted.get("mergeMethods")) and methods.value is not None:
        wanted["mergeMethods"] = methods.model_copy(update={"value": frozenset(methods.value)})
    return wanted


def _tightened(path: str, policy: Policy, base: Policy, standard: BackendStandard) -> Policy:
    setting = BY_PATH[path]
    if setting.additive and policy.policy is base.policy is Mode.AT_LEAST and setting.strictest:
        policy = policy.model_copy(update={"value": setting.strictest(base.value, policy.value)})
    if standard.spec.locks(path) and not (policy.managed and setting.at_least(policy.value, base.value)):
        raise LoosensStandard(path, standard.metadata.name)
    return policy


def _checks(
    policy: Policy | None, base: Policy | None, standard: BackendStandard, own: Governance, actions_app: int
) -> dict[str, Policy]:
    """Return the policy for the required checks with the mode that applies, nothing where they are not managed."""
    if policy is base and not (base and base.managed):
        policy = None  # what the standard leaves alone, a repository may derive
    theirs = standard.spec.governance.checks_mode
    mode = own.checks_mode or theirs or ChecksMode.LISTED
    if theirs is ChecksMode.DERIVED and standard.spec.locks(CHECKS):
        if mode is ChecksMode.LISTED:
            raise LoosensStandard("requiredChecks.mode", standard.metadata.name)
        if policy and not policy.managed:
            raise LoosensStandard(CHECKS, standard.metadata.name)
    if policy is None and mode is ChecksMode.DERIVED:
        policy = ChecksPolicy(value=())
    if policy is None or not policy.managed:
        return {}
    fixed = frozenset(check.context for check in (base.value if base and base.managed else ()))
    if mode is ChecksMode.LISTED or policy.policy is Mode.EXACTLY:
        insisted = frozenset(check.context for check in policy.value)
    else:  # what the standard lists is never loosened by deriving
        insisted = frozenset() if theirs is ChecksMode.DERIVED else fixed
    return {
        CHECKS: WantedChecks(
            policy=policy.policy,
            value=policy.value,
            actions_app=actions_app,
            derives=mode is ChecksMode.DERIVED,
            insisted=insisted,
            standard=fixed,
        )
    }
