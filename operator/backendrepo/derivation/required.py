"""From the policy for the required checks and the checks of the workflows to what is required, and what is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from backendrepo.api.governance import BY_PATH
from backendrepo.checks import Checks
from backendrepo.derivation.derived import Derived, Unreachable
from backendrepo.derivation.standing import Judged, Reporters, Standing
from backendrepo.derivation.suggestion import likely
from backendrepo.derivation.witness import Witness
from backendrepo.governance.live import Check, Live
from backendrepo.governance.policy import Mode, Policy
from backendrepo.governance.required_checks import (
    CHECKS,
    ChecksMode,
    WantedChecks,
    ordered,
    ruled,
    ruled_by,
    written,
)

FILELESS = frozenset({"workflows", "code_scanning"})
"""Types of a ruleset's rules that have checks reported of which no file of the repository tells.

Source: docs.github.com, "Available rules for rulesets"."""


def derive(  # noqa: PLR0913 - each is one fact that the names depend on
    wanted: Mapping[str, Policy],
    live: Live,
    checks: Checks | None,
    *,
    witness: Witness | None = None,
    allow_loosening: bool = False,
    awaited: bool = False,
) -> Derived:
    """Return the policies with the required checks completed by the workflows, and what is told of those checks.

    `wanted` is what `standards.policies` returns; `checks` is None before the first scan, and `awaited` says that there
    will be one. Where the result `asks`, it stands for now: it is derived again with a `witness` of those names before
    it is acted upon.
    """
    policy = wanted.get(CHECKS)
    if not isinstance(policy, WantedChecks):
        return Derived(wanted)
    mode = ChecksMode.DERIVED if policy.derives else ChecksMode.LISTED
    if checks is None:
        policy = _insistent(policy) if policy.derives and awaited else policy
        return Derived({**wanted, CHECKS: policy}, mode, enforced=policy.value)
    rules = {rule.type for rule in live.rules}
    reporters = Reporters(checks, policy.actions_app, "merge_queue" in rules, witness, ruled=bool(rules & FILELESS))
    found = _Derivation(policy, live, reporters, allow_loosening)
    return Derived(
        policies={**wanted, CHECKS: found.completed},
        mode=mode,
        enforced=found.value,
        dropped=found.dropped,
        unreachable=found.unreachable,
        asks=frozenset(check.context for check, judged in found.judged.items() if judged.asks),
    )


def _insistent(policy: WantedChecks) -> WantedChecks:
    """Return what of a policy holds before the workflows are known: a name that nobody reports would come to stay."""
    insisted = tuple(check for check in policy.value if check.context in policy.insisted)
    return policy.model_copy(update={"policy": Mode.AT_LEAST, "value": insisted})


@dataclass(frozen=True)
class _Derivation:
    """One derivation under way."""

    policy: WantedChecks
    live: Live
    reporters: Reporters
    allow_loosening: bool

    @cached_property
    def judged(self) -> Mapping[Check, Judged]:
        """The standing of each check that is listed or required."""
        rules = (check for check, _ in ruled_by(self.live))
        return {each: self.reporters.judge(each) for each in (*self.policy.value, *written(self.live), *rules)}

    @cached_property
    def rulesets(self) -> Mapping[str, int]:
        """A ruleset for each name that one requires."""
        return {check.context: ruleset for check, ruleset in ruled_by(self.live)}

    @cached_property
    def listed(self) -> tuple[Check, ...]:
        """What of the list is required: what is insisted upon, and what pull requests get."""
        insisted = self.policy.insisted
        return tuple(each for each in self.policy.value if each.context in insisted or self.judged[each].reported)

    @cached_property
    def staying(self) -> tuple[Check, ...]:
        """What is required whatever is derived."""
        own = written(self.live) if self.policy.policy is Mode.AT_LEAST else ()
        return (*self.listed, *own, *ruled(self.live))

    @cached_property
    def watchers(self) -> frozenset[str]:
        """The required checks that may stand for others: jobs, which nobody else can report."""
        actions, watched = self.reporters.actions_app, self.reporters.checks.watched
        names = {each.context for each in self.staying if each.app_id == actions}
        names |= {gate for gate in self.reporters.checks.gates if gate in watched}
        return frozenset(name for name in names if self.reporters.unshared(name))

    def covered(self, gate: str) -> bool:
        """Whether a required check watches a gate."""
        return gate in self.reporters.checks.covered(self.watchers - {gate})

    @cached_property
    def gates(self) -> tuple[str, ...]:
        """The gates that have to be required, but for those that a required check watches."""
        gates = self.reporters.checks.gates if self.policy.derives else ()
        return tuple(gate for gate in gates if gate not in self.policy.standard and not self.covered(gate))

    @cached_property
    def value(self) -> tuple[Check, ...]:
        """The checks to require: a gate as a job of GitHub Actions, even where the list has it as something else."""
        derived = {gate for gate in self.gates if self.reporters.unshared(gate)}
        others = (each for each in self.listed if each.context not in derived)
        return ordered((*others, *(Check(context=gate, app_id=self.reporters.actions_app) for gate in derived)))

    @cached_property
    def bare(self) -> tuple[str, ...]:
        """The gates that no required check stands for."""
        required = {each.context for each in (*self.value, *self.staying)}
        return tuple(gate for gate in self.gates if gate not in required)

    @cached_property
    def dead(self) -> tuple[Check, ...]:
        """The live checks that nothing reports any more, and nothing but classic protection requires."""
        kept = {*self.policy.insisted, *self.rulesets}
        return tuple(each for each in written(self.live) if each.context not in kept and self._gone(each))

    def _gone(self, check: Check) -> bool:
        return self.policy.derives and self.judged[check].standing is Standing.GONE

    @cached_property
    def kept_because(self) -> str:
        """Why the dead checks have to stay; empty where they may go."""
        if self.bare and not self.allow_loosening:
            return f"; it stays, because the gate “{self.bare[0]}” would be without a required check"
        left = [each for each in (*self.value, *self.staying) if each not in self.dead]
        if not any(map(self.reporters.seen, left)):
            return "; it stays, because no required check would be left that pull requests get"
        return ""

    @cached_property
    def dropped(self) -> tuple[Check, ...]:
        """The live checks to let go."""
        return () if self.kept_because else self.dead

    @cached_property
    def completed(self) -> WantedChecks:
        """The policy to plan with."""
        return self.policy.model_copy(update={"value": self.value, "dead": self.dropped})

    @cached_property
    def required(self) -> tuple[Check, ...]:
        """What a merge needs once the plan is carried out."""
        setting = BY_PATH[CHECKS]
        holds = setting.holds(self.live, self.completed)
        after = self.live if holds else setting.enforced(self.live, self.completed)
        return (*written(after), *(check for check, _ in ruled_by(after)))

    @property
    def unreachable(self) -> tuple[Unreachable, ...]:
        """What holds merges up, or would, and the gates that cannot be required; each name once."""
        told = {
            each.context: self._told(each.context, judged.why + self._stays(each))
            for each in (*self.policy.value, *self.required)
            if not (judged := self.judged.get(each) or self.reporters.judge(each)).reported
        }
        bare = {gate: self._told(gate, self._unfit(gate)) for gate in self.bare}
        return tuple(each for _, each in sorted((bare | told).items()))

    def _told(self, name: str, why: str) -> Unreachable:
        reportable, gates = self.reporters.reportable, self.reporters.checks.gates
        if name in reportable.others or name in gates:
            meant = ""
        elif self.policy.derives:  # a gate that is new now is required in a moment, and a suggestion has to last
            meant = likely(name, reportable.names, self._listed, ())
        else:
            now = {*self._listed, *self.rulesets, *(each.context for each in written(self.live))}
            meant = likely(name, reportable.names, now, gates)
        return Unreachable(name, why, meant, enforced=any(name == each.context for each in self.required))

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(each.context for each in self.policy.value)

    def _stays(self, check: Check) -> str:
        if check in self.dead:
            return self.kept_because
        ruleset = self.rulesets.get(check.context)
        return f"; the ruleset {ruleset} requires it, and has to be changed on GitHub" if ruleset else ""

    def _unfit(self, gate: str) -> str:
        """Return why a gate cannot be required."""
        if gate in self.reporters.reportable.shared:
            return "more than one job reports it, and GitHub may take the success of one for all: name each differently"
        return next((each.why for each in self.reporters.reportable.others.get(gate, ())), "no pull request gets it")
