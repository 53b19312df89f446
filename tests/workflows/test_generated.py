"""Workflows that are made with their meaning: whatever is put together, it reads as it was meant."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import hypothesis.strategies as st
import yaml
from hypothesis import given
from tests.workflows.given import PATH, workflows
from tests.workflows.test_schema import SCHEMA

from backendrepo.workflows import Kind, Reach, reportable_on_every_pull_request

CONDITIONS: dict[str, list[tuple[Kind, Reach]]] = {
    "": [],
    "github.event_name == 'pull_request'": [],
    "always()": [],
    "!cancelled() && github.base_ref == 'main'": [],
    "github.event_name == 'push'": [(Kind.CONDITION, Reach.ALWAYS)],
    "!cancelled() && vars.RUN == 'true'": [(Kind.CONDITION, Reach.MAYBE)],
    "vars.RUN == 'true'": [(Kind.CONDITION, Reach.MAYBE)],
    "github.event.pull_request.head.repo.full_name == github.repository": [(Kind.FORKS, Reach.ASIDE)],
    "github.event.pull_request.draft == false": [(Kind.DRAFTS, Reach.MAYBE)],
}
"""What a condition leaves out."""

UNMOVED = ("always()", "!cancelled() && github.base_ref == 'main'", "!cancelled() && vars.RUN == 'true'")
"""Conditions of jobs that are not skipped with others."""

SOFT: dict[Any, list[tuple[Kind, Reach]]] = {
    None: [],
    False: [],
    True: [(Kind.CONTINUE_ON_ERROR, Reach.ALWAYS)],
    "${{ vars.SOFT == 'true' }}": [(Kind.CONTINUE_ON_ERROR, Reach.MAYBE)],
    "${{ github.event_name == 'push' }}": [],
}
"""What `continue-on-error` lets pass."""

TRIGGERS: list[tuple[Any, list[tuple[Kind, Reach]] | None]] = [
    ("pull_request", []),
    (["push", "pull_request"], []),
    ({"pull_request": {"branches": ["main"]}}, []),
    ({"pull_request": {"branches-ignore": ["release/**"]}, "push": None}, []),
    ({"pull_request": {"paths": ["src/**"]}}, [(Kind.PATHS, Reach.MAYBE)]),
    ({"pull_request": {"paths-ignore": ["docs/**"]}}, [(Kind.PATHS, Reach.MAYBE)]),
    ({"pull_request": {"types": ["opened"]}}, [(Kind.TYPES, Reach.ALWAYS)]),
    ({"pull_request": {"branches": ["develop"]}}, None),
    ("push", None),
]
"""What keeps a pull request from starting the workflow; None where none does."""


@dataclass(frozen=True)
class MadeStep:
    """A step with what it means."""

    script: str
    condition: str
    soft: Any
    env: dict[str, str]

    def written(self) -> dict[str, Any]:
        """Return it as a workflow has it."""
        parts = {"run": self.script, "if": self.condition, "continue-on-error": self.soft, "env": self.env}
        return {key: value for key, value in parts.items() if value not in ("", None, {})}


@dataclass(frozen=True)
class MadeJob:
    """A job with what it means."""

    id: str
    name: str
    condition: str
    soft: Any
    axes: dict[str, list[Any]]
    env: dict[str, str]
    steps: list[MadeStep]
    needs: list[str] = field(default_factory=list)

    def written(self) -> dict[str, Any]:
        """Return it as a workflow has it."""
        parts: dict[str, Any] = {"name": self.name, "needs": self.needs, "if": self.condition, "env": self.env}
        parts |= {"runs-on": "ubuntu-latest", "continue-on-error": self.soft}
        parts |= {"strategy": {"matrix": self.axes} if self.axes else None, "steps": [s.written() for s in self.steps]}
        return {key: value for key, value in parts.items() if value not in ("", None, {}, [])}

    def combinations(self) -> list[dict[str, Any]]:
        """Return what it is started with."""
        return [dict(zip(self.axes, values, strict=True)) for values in product(*self.axes.values())]

    def named(self, combination: dict[str, Any]) -> str:
        """Return what one of its checks is reported as."""
        name = self.name or self.id
        return f"{name} ({', '.join(map(str, combination.values()))})" if combination else name


@st.composite
def made(draw: st.DrawFn) -> list[MadeJob]:
    """Make jobs, each of which may need some that stand before it."""
    words = st.sampled_from(["lint", "unit", "3.12", "a b"])
    values = st.lists(words | st.integers(1, 9), min_size=1, max_size=3, unique_by=str)
    axes = st.dictionaries(st.sampled_from(["python", "os"]), values, max_size=2)
    envs = st.dictionaries(st.sampled_from(["A", "B"]), words, max_size=2)
    step = st.builds(
        MadeStep,
        st.sampled_from(["make ci", "echo ${{ env.A }} ${{ matrix.python }}", "line\nanother\n"]),
        st.sampled_from(sorted(CONDITIONS)),
        st.sampled_from(list(SOFT)),
        envs,
    )
    jobs: list[MadeJob] = []
    for number in range(draw(st.integers(1, 3))):
        needs = draw(st.lists(st.sampled_from([job.id for job in jobs]), unique=True)) if jobs else []
        name = draw(st.sampled_from(["", f"Job {number}"]))
        condition, soft = draw(st.sampled_from(sorted(CONDITIONS))), draw(st.sampled_from(list(SOFT)))
        steps = draw(st.lists(step, min_size=1, max_size=2))
        jobs.append(MadeJob(f"job{number}", name, condition, soft, draw(axes), draw(envs), steps, needs))
    return jobs


def behind(job: MadeJob, jobs: dict[str, MadeJob]) -> Iterator[MadeJob]:
    """Yield all jobs that one waits for."""
    for name in job.needs:
        yield jobs[name]
        yield from behind(jobs[name], jobs)


def skipping(job: MadeJob, jobs: dict[str, MadeJob]) -> list[tuple[Kind, Reach]]:
    """Return what can skip a job: its condition, and those of jobs that it waits for."""
    causes = {each.id: CONDITIONS[each.condition] for each in behind(job, jobs)}
    worst = sorted((reach for found in causes.values() for _, reach in found), key=list(Reach).index)[:3]
    taken = (
        [] if job.condition in (*UNMOVED, "github.event_name == 'push'") else [(Kind.NEEDS, reach) for reach in worst]
    )
    return [*CONDITIONS[job.condition], *taken]


def kinds(obstacles: Any) -> list[tuple[Kind, Reach]]:
    """Return what obstacles are about."""
    return [(each.kind, each.reach) for each in obstacles]


STYLES = [
    lambda document: json.dumps(document, indent=1),
    lambda document: yaml.safe_dump(document, sort_keys=False),
    lambda document: yaml.safe_dump(document, sort_keys=False, default_flow_style=True),
    lambda document: yaml.safe_dump(document, sort_keys=False).replace("\n", "\r\n"),
]


@given(made(), st.sampled_from(TRIGGERS), st.sampled_from(STYLES))
def test_a_workflow_reads_as_it_was_meant(made: list[MadeJob], trigger: Any, style: Any):
    on, caveats = trigger
    document = {"on": on, "env": {"A": "outer"}, "jobs": {job.id: job.written() for job in made}}
    read = workflows(style(document))
    found = {job.id: job for job in read.jobs("main")}
    assert read.problems == ()
    assert SCHEMA.is_valid(document)
    if caveats is None:
        assert found == {}
        assert reportable_on_every_pull_request(read, "main").names == {}
        return
    by_id = {job.id: job for job in made}
    for job in made:
        skipped = skipping(job, by_id)
        assert kinds(found[job.id].obstacles) == [*caveats, *skipped]
        assert [check.name for check in found[job.id].checks] == [job.named(each) for each in job.combinations()]
        for check, combination in zip(found[job.id].checks, job.combinations(), strict=True):
            assert kinds(check.obstacles) == [*caveats, *skipped, *SOFT[job.soft]]
            assert check.reportable == (not caveats and not (combination and skipped))
            for step, meant in zip(check.steps, job.steps, strict=True):
                env = {"A": "outer", **job.env, **meant.env}
                script = meant.script.replace("${{ env.A }}", env["A"])
                assert step.run == script.replace("${{ matrix.python }}", str(combination.get("python", "")))
                assert dict(step.env) == env
                assert kinds(step.obstacles) == [*CONDITIONS[meant.condition], *SOFT[meant.soft]]
    names = {job.named(each) for job in made for each in job.combinations() if not (each and skipping(job, by_id))}
    assert set(reportable_on_every_pull_request(read, "main").names) == (set() if caveats else names)


@given(made())
def test_a_called_workflow_reads_as_if_it_stood_there(made: list[MadeJob]):
    jobs = {job.id: job.written() for job in made}
    direct = workflows(json.dumps({"on": "pull_request", "jobs": jobs})).jobs("main")
    called = workflows(
        {
            PATH: json.dumps({"on": "pull_request", "jobs": {"call": {"uses": "./.github/workflows/called.yml"}}}),
            ".github/workflows/called.yml": json.dumps({"on": "workflow_call", "jobs": jobs}),
        }
    ).jobs("main")
    assert [job.chain for job in called] == [("call", *job.chain) for job in direct]
    for one, other in zip(direct, called, strict=True):
        assert kinds(one.obstacles) == kinds(other.obstacles)
        assert [f"call / {check.name}" for check in one.checks] == [check.name for check in other.checks]
        assert [check.reportable for check in one.checks] == [check.reportable for check in other.checks]
        assert [[s.run for s in c.steps] for c in one.checks] == [[s.run for s in c.steps] for c in other.checks]
