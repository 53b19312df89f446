"""Writing down what a turn came to: the status where it changed, then the Events of the transition."""

from backendrepo.api.conditions import Status
from backendrepo.api.kinds import BACKEND_REPO, Kind
from backendrepo.api.objects import Metadata
from backendrepo.cluster import Raw
from backendrepo.learning import Seen, learn
from backendrepo.status import Told, Verdict, conditions, events, summarise, transition
from backendrepo.world import World


def report(raw: Raw, outcome: Told, seen: Seen | None, world: World) -> bool:
    """Tell of a repository; return whether there was something new. `raw` is the object as the turn saw it."""
    learnt = learn(seen, world) if seen else None
    metadata = Metadata.model_validate(raw["metadata"])
    previous = world.status(metadata)
    current = summarise(
        previous,
        outcome,
        generation=metadata.generation,
        requested_at=metadata.requested_at,
        now=world.now(),
        learnt=learnt,
    )
    if current == previous:
        return False
    world.write_status(BACKEND_REPO, metadata, current)
    for event in events(previous, current, outcome):
        world.post(BACKEND_REPO, metadata, event)
    return True


def report_reference(kind: Kind, raw: Raw, verdicts: tuple[Verdict, ...], world: World) -> None:
    """Tell of a standard or a connection."""
    metadata = Metadata.model_validate(raw["metadata"])
    previous = Status.model_validate(raw.get("status", {}))
    generation = metadata.generation
    current = Status(observed_generation=generation, conditions=conditions(previous, verdicts, generation, world.now()))
    if current != previous:
        world.write_status(kind, metadata, current)
        for event in transition(previous, current):
            world.post(kind, metadata, event)
