"""Whether a resource policy allows or denies one action: the part of IAM's evaluation that resource policies need.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import json
import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Statement = dict[str, Any]


@dataclass(frozen=True)
class AccessRequest:
    action: str
    resource: str
    #: "service:<service principal>" or "arn:<ARN>"; any one that a statement names is enough.
    principals: frozenset[str] = frozenset()
    #: Condition keys in lower case with their values; None for a key that is known to be absent from the request.
    #: A key that is not here at all is unknown to the emulator.
    context: dict[str, str | None] = field(default_factory=dict)


def statements_of(policy: str | bytes | dict[str, Any] | None) -> list[Statement]:
    if not policy:
        return []
    document = policy if isinstance(policy, dict) else json.loads(policy)
    statements = document.get("Statement", [])
    return statements if isinstance(statements, list) else [statements]


def is_denied(statements: Iterable[Statement], request: AccessRequest) -> bool:
    """True where a Deny surely applies. A Deny with a condition that cannot be judged is skipped."""
    return any(
        s.get("Effect") == "Deny" and _applies(s, request) and _conditions(s, request) is True for s in statements
    )


def is_allowed(statements: Iterable[Statement], request: AccessRequest) -> bool:
    """True where an Allow surely applies and no Deny does. An Allow with a condition that cannot be judged is not."""
    listed = list(statements)
    allowed = any(
        s.get("Effect") == "Allow" and _applies(s, request) and _conditions(s, request) is True for s in listed
    )
    return allowed and not is_denied(listed, request)


def matches_pattern(pattern: str, value: str, ignore_case: bool = False) -> bool:
    """The wildcards of IAM: ``*`` for any characters, ``?`` for one."""
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, value, re.DOTALL | (re.IGNORECASE if ignore_case else 0)) is not None


def _applies(statement: Statement, request: AccessRequest) -> bool:
    return (
        _matches_element(statement, "Action", request.action, ignore_case=True)
        and _matches_element(statement, "Resource", request.resource)
        and _matches_principal(statement, request)
    )


def _matches_element(statement: Statement, name: str, value: str, ignore_case: bool = False) -> bool:
    if f"Not{name}" in statement:
        return not any(matches_pattern(p, value, ignore_case) for p in _strings(statement[f"Not{name}"]))
    # A role's trust policy has no resource.
    return name not in statement or any(matches_pattern(p, value, ignore_case) for p in _strings(statement[name]))


def _matches_principal(statement: Statement, request: AccessRequest) -> bool:
    # Denying an account denies everybody in it; allowing one leaves it to the account's own policies.
    whole_account = statement.get("Effect") == "Deny"
    if "NotPrincipal" in statement:
        return not _names_principal(statement["NotPrincipal"], request, True)
    # Identity policies, which have no principal, apply to whom they are attached to.
    return "Principal" not in statement or _names_principal(statement["Principal"], request, whole_account)


def _names_principal(principal: Any, request: AccessRequest, whole_account: bool) -> bool:
    if principal == "*":
        return True
    if any(f"service:{service}" in request.principals for service in _strings(principal.get("Service", []))):
        return True
    arns = [mine.removeprefix("arn:") for mine in request.principals if mine.startswith("arn:")]
    for named in _strings(principal.get("AWS", [])):
        root = f"arn:aws:iam::{named}:root" if re.fullmatch(r"\d{12}", named) else named
        if named == "*" or root in arns:
            return True
        if whole_account and root.endswith(":root") and any(arn.split(":")[4] == root.split(":")[4] for arn in arns):
            return True
    return False


def _conditions(statement: Statement, request: AccessRequest) -> bool | None:
    """True when all conditions hold, False when one does not, None when one cannot be judged."""
    outcome: bool | None = True
    for name, keys in (statement.get("Condition") or {}).items():
        for key, expected in keys.items():
            judged = _condition(name, key.lower(), _strings(expected), request.context)
            if judged is False:
                return False
            if judged is None:
                outcome = None
    return outcome


def _condition(full_name: str, key: str, expected: list[str], context: dict[str, str | None]) -> bool | None:
    if key not in context:
        return None
    actual = context[key]
    if full_name == "Null":
        return (actual is None) == (expected[0].lower() == "true")
    optional = full_name.endswith("IfExists")
    name = full_name.removesuffix("IfExists")
    compare: Callable[[str, str], bool]
    negated = "Not" in name
    match name.replace("Not", ""):
        case "StringEquals":
            compare = operator.eq
        case "StringEqualsIgnoreCase" | "Bool":
            compare = _equals_ignoring_case
        case "StringLike" | "ArnLike" | "ArnEquals":
            compare = matches_pattern
        case _:
            return None
    if actual is None:
        # Negated operators hold for an absent key, others only with IfExists.
        return negated or optional
    return any(compare(value, actual) for value in expected) != negated


def _equals_ignoring_case(left: str, right: str) -> bool:
    return left.lower() == right.lower()


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(v).lower() if isinstance(v, bool) else str(v) for v in values]
