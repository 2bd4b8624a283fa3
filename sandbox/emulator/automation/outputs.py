"""Outputs of a step: selected from its answer by JSONPath, and converted to the type that they are declared with.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html
"""

import json
from functools import cache
from typing import Any

from jsonpath_ng.ext import parse

from .failure import POLLING, StepFailure

MISSING = object()


@cache
def _parsed(selector: str) -> Any:
    return parse(selector)


def select(selector: str, answer: Any) -> Any:
    """What the selector finds: one value, or a list where it can find several. MISSING where there is none."""
    path = _parsed(selector)
    found = [match.value for match in path.find(answer)]
    several = ".." in selector or "*" in selector or "?(" in selector or "[:" in selector
    if several:
        return found
    return found[0] if found else MISSING


def convert(value: Any, kind: str, name: str) -> Any:
    """Raises StepFailure where the type does not fit and AWS documents no conversion."""
    if isinstance(value, list) and len(value) == 1 and kind in ("String", "Integer", "Boolean"):
        value = value[0]
    if value is None:
        return None
    match kind:
        case "String" if isinstance(value, (str, int, float, bool)):
            return value if isinstance(value, str) else json.dumps(value)
        case "Integer" if isinstance(value, (int, str)) and not isinstance(value, bool):
            if str(value).lstrip("-").isdigit():
                return int(value)
        case "Boolean" if isinstance(value, bool) or str(value).lower() in ("true", "false"):
            return str(value).lower() == "true"
        case "StringList" if isinstance(value, list):
            return [item if isinstance(item, str) else json.dumps(item) for item in value]
        case "StringList" if isinstance(value, (str, int, bool)):
            return [value if isinstance(value, str) else json.dumps(value)]
        case "StringMap" if isinstance(value, dict):
            return value
        case "MapList" if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return value
    raise StepFailure(POLLING, f"The output {name} is no {kind}: {json.dumps(value)}", "Verification")


def outputs_of(step: dict[str, Any], answer: Any) -> dict[str, Any]:
    """Declared outputs by name. One whose selector finds nothing is left out, and a reference to it fails."""
    found = {}
    for declared in step.get("outputs") or []:
        value = select(declared["Selector"], answer)
        if value is not MISSING:
            found[declared["Name"]] = convert(value, declared.get("Type", "String"), declared["Name"])
    return found
