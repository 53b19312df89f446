"""A governed setting as a lens: how to read it, how to write it, and which of two values is stricter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from backendrepo.governance.live import Live
from backendrepo.governance.policy import Mode, Policy


def _as_wanted(_: Live, wanted: Any) -> Any:
    return wanted


@dataclass(frozen=True)
class Setting:
    """One governed setting. Everything here is a pure function of `Live`.

    `path` is the place in YAML below `spec.governance`, with dots between the parts.
    """

    path: str
    effective: Callable[[Live], Any]
    """What holds on the branch: classic protection and binding rules of rulesets together."""
    written: Callable[[Live], Any]
    """What classic protection, or the repository itself, says."""
    write: Callable[[Live, Any], Live]
    """The same settings with another written value."""
    strictest: Callable[[Any, Any], Any] | None = None
    """Of a live and a wanted value, what satisfies both; None where no value is stricter than another."""
    adjust: Callable[[Live, Any], Any] = _as_wanted
    """The wanted value in this situation, where it depends on other settings."""
    looser: Callable[[Any, Any], bool] | None = None
    """Whether going from one value to another gives protection away, where `strictest` does not tell."""

    restore: Callable[[Live, Live], Live] | None = None
    """How to put back into the first what the second has, where the value alone does not tell."""
    under: tuple[str, Any] | None = None
    """A setting and the value of it under which this one means nothing: then its policy is left aside."""
    additive: bool = False
    """Whether a repository's minimum adds to the standard's instead of replacing it."""

    def governed(self, policies: Mapping[str, Policy]) -> Policy | None:
        """Return the policy to carry out, None where there is none."""
        policy = policies.get(self.path)
        if policy is None or not policy.managed:
            return None
        if self.under is not None:
            other = policies.get(self.under[0])
            if other is not None and other.policy is Mode.EXACTLY and other.value == self.under[1]:
                return None
        return policy

    def at_least(self, live: Any, wanted: Any) -> bool:
        """Whether a live value is as strict as a wanted one, or stricter."""
        return bool(live == (self.strictest(live, wanted) if self.strictest else wanted))

    def loosens(self, before: Any, after: Any) -> bool:
        """Whether going from one value to another gives protection away."""
        if self.looser:
            return self.looser(before, after)
        return self.strictest is not None and not self.at_least(after, before)

    def holds(self, live: Live, policy: Policy) -> bool:
        """Whether the settings satisfy the policy, or as much of it as can be written: rulesets are not."""
        wanted, effective = self.adjust(live, policy.value), self.effective(live)
        if policy.policy is Mode.EXACTLY:
            met = wanted == effective
        else:
            met = self.at_least(effective, wanted) and policy.protecting(effective) == effective
        return met or self.enforced(live, policy) == live

    def enforced(self, live: Live, policy: Policy) -> Live:
        """Return the settings with the policy satisfied and nothing else touched."""
        wanted = self.adjust(live, policy.value)
        if policy.policy is Mode.AT_LEAST and self.strictest:
            wanted = self.strictest(policy.protecting(self.written(live)), wanted)
        return self.write(live, wanted)

    def restored(self, live: Live, found: Live) -> Live:
        """Return the settings with this one as it was found."""
        return self.restore(live, found) if self.restore else self.write(live, self.written(found))


def either(live: bool, wanted: bool) -> bool:
    """Return the strictest of two switches whose stricter position is on."""
    return live or wanted


def both(live: bool, wanted: bool) -> bool:
    """Return the strictest of two switches whose stricter position is off."""
    return live and wanted


def protection_flag(
    path: str, field: str, rule: str | None = None, parameter: str | None = None, *, strict: bool = True
) -> Setting:
    """Return the setting for a switch of classic protection whose stricter position is `strict`.

    A ruleset's rule of the type `rule` means the stricter position too; with `parameter`, only where
    that parameter of the rule is on.
    """

    def written(live: Live) -> bool:
        return bool(getattr(live.classic, field))

    def effective(live: Live) -> bool:
        rules = live.binding(rule) if rule else []
        ruled = any(parameter is None or parameters.get(parameter) for parameters in rules)
        return strict if ruled else written(live)

    def write(live: Live, value: bool) -> Live:
        return live if value == written(live) else live.with_protection(**{field: value})

    return Setting(path, effective, written, write, either if strict else both)
