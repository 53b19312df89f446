"""Scans as Jobs of the cluster, in the operator's namespace.

The Job comes first and its Secret after it, because the Secret is owned by the Job and goes with it. A Job without its
Secret is a start that was not brought to its end: the same start again completes it, another one takes it away.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from backendrepo.api.reasons import ScanReason
from backendrepo.cluster import Cluster, Raw
from backendrepo.errors import KubernetesRefused, KubernetesUnavailable
from backendrepo.scans.collect import LARGEST_LOG, whole
from backendrepo.scans.failures import ScanFailed
from backendrepo.scans.following import Following
from backendrepo.scans.manifest import COMMIT, CONTAINER, INPUTS, LABELS, REPO, UID, Template, job, secret
from backendrepo.scans.news import NO_POD, News, end, over
from backendrepo.scans.order import Order
from backendrepo.scans.pods import ended, fate, running, said, stuck
from backendrepo.scans.runner import Running

PATIENCE = timedelta(minutes=5)
"""For how long a log is asked for again that cannot be read: a kubelet restarts, a node comes back."""

_OURS = ",".join(f"{key}={value}" for key, value in LABELS.items())


class Jobs:
    """Runs scans as Jobs. Each method raises `KubernetesUnavailable` where the API server does not answer as it should.

    Jobs stay after their end, for as long as their time to live says; with `discard` they go before.
    """

    def __init__(self, cluster: Cluster, template: Template) -> None:
        self._cluster = cluster
        self._template = template
        self._core = f"/api/v1/namespaces/{cluster.namespace}"
        self._batch = f"/apis/batch/v1/namespaces/{cluster.namespace}"
        self._following: list[Following] = []

    def find(self, uid: str) -> Running | None:
        """Return the scan of a BackendRepo: one that runs, else the latest that has ended and is still there."""
        found = [_running(each) for each in self._jobs(f",{UID}={uid}") if over(each) or self._complete(each)]
        return max(found, key=lambda scan: (not scan.ended, scan.started, scan.id), default=None)

    def all(self) -> list[Running]:
        """Return every scan that runs."""
        return [_running(each) for each in self._jobs() if not over(each)]

    def start(self, order: Order, token: str) -> Running:
        """Start a scan; one that is there already is left as it is. Raises `ScanFailed` where it is refused."""
        for each in self._jobs(f",{UID}={order.uid}"):
            if each["metadata"]["name"] != order.id and not over(each) and not self._complete(each):
                self.discard(_running(each))
        path = f"{self._batch}/jobs"
        try:
            made = self._cluster.create(path, job(order, self._template, self._cluster.namespace))
        except KubernetesRefused as error:
            raise _not_taken("Job", error) from error
        found = made or self._cluster.get(f"{path}/{order.id}")
        if found is None:
            raise KubernetesUnavailable(f"the Job {order.id} went away as it was made")
        if not over(found):
            self._hand_over(order, token, found)
        return _running(found)

    def trouble(self, scan: Running) -> str:
        """Return why a scan does not run: what its pod says, else the latest warning about it or its Job."""
        pod = self._pod(scan.id)
        if pod is None:
            return self._warning(scan.id, NO_POD)
        return stuck(pod) or ("" if running(pod) else self._warning(pod["metadata"]["name"]))

    def log(self, scan: Running) -> str:
        """Return what a scan that has ended printed. Raises `ScanFailed` where it had no chance to, or it is gone."""
        pod = self._pod(scan.id)
        if pod is None:
            raise self._gone(scan)
        cause = fate(pod, self._template.limits.get("memory", "that of the node"))
        if cause and not running(pod):
            raise self._not_started(pod) or cause
        text = self._text(pod)
        if cause and not whole(text):
            raise cause
        return text

    def discard(self, scan: Running) -> None:
        """Let go of a scan: its Job goes, and with it, after it, its pod and its Secret."""
        self._cluster.delete(f"{self._batch}/jobs/{scan.id}", scan.handle)

    def listen(self, told: Callable[[str], None]) -> None:
        """Have `told` called with the uid of a BackendRepo whose scan ended, went away, is stuck or runs after all."""
        news = News(told)
        ours = f"labelSelector={quote(_OURS)}"
        self._following = [
            Following(self._cluster, f"{self._batch}/jobs", ours, news.job),
            Following(self._cluster, f"{self._core}/pods", ours, news.pod),
            Following(self._cluster, f"{self._core}/events", "fieldSelector=type%3DWarning", news.event),
        ]
        for each in self._following:
            each.start()

    def close(self) -> None:
        """Stop listening. The Jobs go on: the next operator reads them."""
        for each in self._following:
            each.stop()

    def _jobs(self, more: str = "") -> Iterator[Raw]:
        """Return the Jobs of scans, those aside that are being deleted."""
        for each in self._cluster.items(f"{self._batch}/jobs", f"labelSelector={quote(_OURS + more)}"):
            if "deletionTimestamp" not in each["metadata"]:
                yield each

    def _complete(self, found: Raw) -> bool:
        """Return whether a Job that has not ended was given its Secret; whose pod runs was."""
        return bool(found.get("status", {}).get("ready")) or self._owns(found, self._given(found["metadata"]["name"]))

    def _given(self, name: str) -> Raw | None:
        return self._cluster.metadata(f"{self._core}/secrets/{name}")

    @staticmethod
    def _owns(found: Raw, given: Raw | None) -> bool:
        owners = given.get("ownerReferences", ()) if given else ()
        return any(owner["uid"] == found["metadata"]["uid"] for owner in owners)

    def _hand_over(self, order: Order, token: str, found: Raw) -> None:
        """Give a Job its Secret, in place of what may be left of an earlier Job of that name."""
        uid = found["metadata"]["uid"]
        body = secret(order, token, self._cluster.namespace, uid)
        path = f"{self._core}/secrets"
        try:
            if self._cluster.create(path, body):
                return
            left = self._given(order.id)
            if self._owns(found, left):
                return
            if left:
                self._cluster.delete(f"{path}/{order.id}", left["uid"])
            if not self._cluster.create(path, body):
                raise KubernetesUnavailable(f"an earlier Secret {order.id} is still being deleted")
        except KubernetesRefused as error:
            self.discard(_running(found))
            raise _not_taken("Secret", error) from error

    def _pod(self, name: str) -> Raw | None:
        """Return the pod of a Job."""
        pods = self._cluster.items(
            f"{self._core}/pods", f"labelSelector={quote(f'batch.kubernetes.io/job-name={name}')}"
        )
        return max(pods, key=lambda pod: pod["metadata"]["creationTimestamp"], default=None)

    def _text(self, pod: Raw) -> str:
        """Return the log of a pod. Raises `ScanFailed` where there is none, or it cannot be had for long."""
        name = pod["metadata"]["name"]
        try:
            text = self._cluster.log(name, CONTAINER, LARGEST_LOG)
        except KubernetesUnavailable as error:
            refused = isinstance(error, KubernetesRefused)
            if not refused and ended(pod) and _now() - datetime.fromisoformat(ended(pod)) < PATIENCE:
                raise
            raise ScanFailed(ScanReason.LOST, f"The log of the scan's pod {name} cannot be read. {error}") from error
        if text is None:
            raise ScanFailed(ScanReason.LOST, f"The log of the scan's pod {name} is gone: the pod was deleted.")
        return text

    def _gone(self, scan: Running) -> ScanFailed:
        """Return why a scan has no pod."""
        if warning := self._warning(scan.id, NO_POD):
            return ScanFailed(ScanReason.NOT_STARTED, f"The scan's Job got no pod: {warning}.")
        found = self._cluster.get(f"{self._batch}/jobs/{scan.id}")
        how = said(end(found)) if found else "it is gone"
        told = f"The pod of the scan was deleted, by somebody or with its node, before its log was read (Job: {how})."
        return ScanFailed(ScanReason.LOST, told)

    def _not_started(self, pod: Raw) -> ScanFailed | None:
        """Return why a pod never ran, as the latest warning about it has it: the kubelet forgets at a pod's end."""
        warning = "" if stuck(pod) else self._warning(pod["metadata"]["name"])
        return ScanFailed(ScanReason.NOT_STARTED, f"The pod of the scan did not run: {warning}.") if warning else None

    def _warning(self, name: str, reason: str = "") -> str:
        """Return the latest warning about a Job or a pod of that name; empty without one."""
        chosen = f"type=Warning,involvedObject.name={name}" + (f",reason={reason}" if reason else "")
        query = f"fieldSelector={quote(chosen)}"
        events = list(self._cluster.items(f"{self._core}/events", query))
        return said(max(events, key=_moment)) if events else ""


def _running(found: Raw) -> Running:
    metadata = found["metadata"]
    annotations = metadata.get("annotations", {})
    namespace, _, name = annotations.get(REPO, "").partition("/")
    return Running(
        id=metadata["name"],
        uid=metadata["labels"][UID],
        inputs=annotations.get(INPUTS, ""),
        commit=annotations.get(COMMIT, ""),
        started=datetime.fromisoformat(metadata["creationTimestamp"]),
        ended=over(found),
        handle=metadata["uid"],
        of=(namespace, name),
    )


def _not_taken(what: str, error: KubernetesRefused) -> ScanFailed:
    told = f"The cluster does not take the {what} of the scan: {error.detail}. Raise the quota, or allow it."
    return ScanFailed(ScanReason.NOT_STARTED, told)


def _moment(event: Raw) -> str:
    """Return when an Event was last seen, whichever of its two forms it has."""
    series = event.get("series") or {}
    seen = series.get("lastObservedTime"), event.get("lastTimestamp"), event.get("eventTime")
    return str(next(filter(None, seen), event["metadata"]["creationTimestamp"]))


def _now() -> datetime:
    return datetime.now(UTC)
