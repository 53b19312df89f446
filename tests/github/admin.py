"""The stand-in's own small API below `/_standin/`, for demos and tests in another process.

GET    /_standin/requests?method=PUT&path=protection   what was asked so far
DELETE /_standin/requests                              forget it
GET    /_standin/violations                            what GitHub's description does not allow
POST   /_standin/edit      {"repository": "acme/payments", "set": {"allow_auto_merge": false},
                            "protect": {"main": null}, "commit": {"Makefile": "..."}, "rename": "acme/pay",
                            "propose": {"head": "branch", "files": {}, "checks": ["lint"], "statuses": []}}
POST   /_standin/faults    the fields of `Fault`       DELETE: remove all
POST   /_standin/clock     {"advance": 3600}
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.github.answers import Answer, no_content, ok
from tests.github.exchange import Exchange

if TYPE_CHECKING:
    from tests.github.standin import GitHub

PREFIX = "/_standin/"


def answer(github: "GitHub", exchange: Exchange) -> Answer:
    """The answer to a request below `/_standin/`."""
    known = _ANSWERS.get((exchange.method, exchange.path.removeprefix(PREFIX)))
    if known is None:
        return Answer(404, {"message": __doc__})
    try:
        return known(github, exchange)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        return Answer(422, {"message": f"{type(error).__name__}: {error}"})


def edit(github: "GitHub", body: dict[str, Any]) -> None:
    """Change a repository behind everybody's back."""
    repo = github.repository(body["repository"])
    for name, value in body.get("set", {}).items():
        if not hasattr(repo, name):
            raise AttributeError(name)
        setattr(repo, name, value)
    for branch, rule in body.get("protect", {}).items():
        if rule is None:
            repo.branches[branch].protection = None
        else:
            repo.protect(branch, **rule)
    if "commit" in body:
        repo.commit(body["commit"])
    if "propose" in body:
        repo.propose(**body["propose"])
    if "rename" in body:
        github.rename(repo.full_name, body["rename"])


def _requests(github: "GitHub", exchange: Exchange) -> Answer:
    found = github.requests.matching(exchange.query.get("method", ""), exchange.query.get("path", ""))
    return ok([_shown(e) for e in found])


def _shown(exchange: Exchange) -> dict[str, Any]:
    names = ("method", "path", "query", "actor", "status", "conditional", "needs", "injected", "request_body")
    shown = {name: getattr(exchange, name) for name in names}
    return json.loads(json.dumps(shown, default=repr))


def _forget(github: "GitHub", _: Exchange) -> Answer:
    github.requests.clear()
    return no_content()


def _violations(github: "GitHub", _: Exchange) -> Answer:
    return ok(github.violations)


def _edit(github: "GitHub", exchange: Exchange) -> Answer:
    edit(github, exchange.request_body)
    return no_content()


def _fault(github: "GitHub", exchange: Exchange) -> Answer:
    github.faults.add(**exchange.request_body)
    return no_content()


def _no_faults(github: "GitHub", _: Exchange) -> Answer:
    github.faults.clear()
    return no_content()


def _clock(github: "GitHub", exchange: Exchange) -> Answer:
    github.clock.advance(exchange.request_body["advance"])
    return no_content()


_ANSWERS: dict[tuple[str, str], Callable[["GitHub", Exchange], Answer]] = {
    ("GET", "requests"): _requests,
    ("DELETE", "requests"): _forget,
    ("GET", "violations"): _violations,
    ("POST", "edit"): _edit,
    ("POST", "faults"): _fault,
    ("DELETE", "faults"): _no_faults,
    ("POST", "clock"): _clock,
}
