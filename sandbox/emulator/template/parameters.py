"""A template's parameters: declared, given, and the values that follow.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

import re
from typing import Any


def resolve_parameters(declared: dict[str, Any], given: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The value of each parameter, and what is wrong with what was given."""
    faults = []
    if unknown := sorted(set(given) - set(declared)):
        faults.append(f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    if missing := [n for n, d in declared.items() if n not in given and "Default" not in d]:
        faults.append(f"Parameters: [{', '.join(missing)}] must have values")
    values: dict[str, Any] = {}
    for name, declaration in declared.items():
        if name in given or "Default" in declaration:
            text = given[name] if name in given else as_text(declaration["Default"])
            faults.extend(_constraint_faults(name, declaration, text))
            values[name] = text.split(",") if _is_list(declaration) else text
    return values, faults


def declaration_faults(declared: Any) -> list[str]:
    if not isinstance(declared, dict):
        return ["Template format error: Parameters section must be an object"]
    faults = []
    for name, declaration in declared.items():
        if not isinstance(declaration, dict) or not isinstance(declaration.get("Type"), str):
            faults.append(
                f"Template format error: [/Parameters/{name}] Every Parameters object must contain a Type member."
            )
        elif not re.fullmatch(r"[a-zA-Z0-9]+", str(name)):
            faults.append(f"Template format error: Parameter name {name} is non alphanumeric.")
        elif not re.fullmatch(r"String|Number|CommaDelimitedList|List<[\w:]+>|AWS::[\w:<>]+", declaration["Type"]):
            faults.append(f"Template format error: Unrecognized parameter type: {declaration['Type']}")
    return faults


def as_text(value: Any) -> str:
    """A scalar as CloudFormation writes it."""
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _is_list(declaration: dict[str, Any]) -> bool:
    return declaration["Type"] == "CommaDelimitedList" or declaration["Type"].startswith("List<")


def _constraint_faults(name: str, declaration: dict[str, Any], text: str) -> list[str]:
    faults = []
    items = text.split(",") if _is_list(declaration) else [text]
    allowed = declaration.get("AllowedValues")
    if allowed is not None and any(item not in [as_text(a) for a in allowed] for item in items):
        faults.append(f"Parameter '{name}' must be one of AllowedValues")
    pattern = declaration.get("AllowedPattern")
    if pattern is not None and not re.fullmatch(str(pattern), text):
        faults.append(f"Parameter '{name}' must match pattern {pattern}")
    if declaration["Type"] == "Number" and not re.fullmatch(r"[-+]?\d+(\.\d+)?", text):
        faults.append(f"Parameter '{name}' must be a number.")
    elif declaration["Type"] == "Number":
        faults.extend(_bound_faults(name, declaration, float(text), "MinValue", "MaxValue", "number"))
    elif declaration["Type"] == "String":
        faults.extend(_bound_faults(name, declaration, len(text), "MinLength", "MaxLength", "length"))
    return faults


def _bound_faults(name: str, declaration: dict[str, Any], value: float, low: str, high: str, what: str) -> list[str]:
    if low in declaration and value < float(declaration[low]):
        return [f"Parameter '{name}' must have a {what} not less than {declaration[low]}"]
    if high in declaration and value > float(declaration[high]):
        return [f"Parameter '{name}' must have a {what} not greater than {declaration[high]}"]
    return []
