"""GitHub's expression language, evaluated as far as it is known what a run would see. Nothing is ever run."""

from backendrepo.workflows.expressions import templates
from backendrepo.workflows.expressions.evaluator import ALL_WELL, Scope, evaluate
from backendrepo.workflows.expressions.syntax import ExpressionError, Tree, parse
from backendrepo.workflows.expressions.values import Answer, Like, Many, Record, Unknown, Value, equal, text, truth

__all__ = [
    "ALL_WELL",
    "Answer",
    "ExpressionError",
    "Like",
    "Many",
    "Record",
    "Scope",
    "Tree",
    "Unknown",
    "Value",
    "equal",
    "evaluate",
    "parse",
    "templates",
    "text",
    "truth",
]
