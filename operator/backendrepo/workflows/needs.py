"""Which job waits for which: `needs` as a graph. Ids are compared without case."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping

from backendrepo.yaml12 import Node, Scalar, entries, field_of, texts_of

Needs = Mapping[str, Mapping[str, Scalar]]
"""By job, the jobs that it names, each with its place."""


def needed(jobs: Node | None) -> Needs:
    """Return what each job of a workflow names in its `needs`, by ids in lower case."""
    return {
        key.text.lower(): {need.text.lower(): need for need in texts_of(field_of(job, "needs"))}
        for key, job in entries(jobs)
    }


def started(needs: Needs) -> Iterator[str]:
    """Yield the jobs in an order in which they can start; those that wait for themselves or for none never do."""
    dependents = defaultdict[str, list[str]](list)
    for id_, names in needs.items():
        for name in names:
            dependents[name].append(id_)
    waiting = Counter({id_: len(names) for id_, names in needs.items()})
    ready = deque(id_ for id_ in needs if not waiting[id_])
    while ready:
        id_ = ready.popleft()
        yield id_
        for dependent in dependents[id_]:
            waiting[dependent] -= 1
            if not waiting[dependent]:
                ready.append(dependent)
