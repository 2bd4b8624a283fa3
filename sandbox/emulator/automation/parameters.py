"""The parameters that an execution is started with, held against what the document declares.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
"""

import json
import re
from typing import Any

from ..extension import ServiceError

LISTS = ("StringList",)


def refused(message: str) -> ServiceError:
    return ServiceError("InvalidAutomationExecutionParametersException", message)


def values_of(declared: dict[str, dict[str, Any]], given: dict[str, list[str]]) -> dict[str, Any]:
    """Every parameter's value, of the type that the document declares. Raises ServiceError where AWS refuses them."""
    if unknown := sorted(set(given) - set(declared)):
        raise refused(f"Parameters {', '.join(unknown)} are not defined in the document.")
    values = {}
    for name, parameter in declared.items():
        if name in given:
            values[name] = _value(name, parameter, given[name])
        elif "default" in parameter:
            values[name] = parameter["default"]
        else:
            raise refused(f"Parameter {name} is not provided; it has no default value.")
    return values


def _value(name: str, parameter: dict[str, Any], given: list[str]) -> Any:
    kind = parameter["type"]
    for text in given:
        _check_text(name, parameter, text)
    if kind in LISTS:
        return list(given)
    if len(given) != 1:
        raise refused(f"Parameter {name} is a {kind} and takes one value; it has {len(given)}.")
    text = given[0]
    if kind == "Boolean":
        if text.lower() not in ("true", "false"):
            raise refused(f"Parameter {name} is a Boolean; {text} is none.")
        return text.lower() == "true"
    if kind == "Integer":
        if not text.lstrip("-").isdigit():
            raise refused(f"Parameter {name} is an Integer; {text} is none.")
        return int(text)
    if kind in ("StringMap", "MapList"):
        return json.loads(text)
    return text


def _check_text(name: str, parameter: dict[str, Any], text: str) -> None:
    allowed = [str(value) for value in parameter.get("allowedValues") or []]
    if allowed and text not in allowed:
        raise refused(f"Parameter {name} has the value {text}, which is not one of {', '.join(allowed)}.")
    pattern = parameter.get("allowedPattern")
    if pattern and not re.fullmatch(pattern, text, re.ASCII):
        raise refused(f"Parameter {name} has the value {text}, which does not match {pattern}.")
