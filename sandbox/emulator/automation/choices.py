"""The choices of an ``aws:branch`` step.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-branch.html
"""

from typing import Any

from .failure import RESOLVING, StepFailure

_STRINGS = {
    "StringEquals": lambda value, wanted: value == wanted,
    "EqualsIgnoreCase": lambda value, wanted: value.lower() == wanted.lower(),
    "StartsWith": lambda value, wanted: value.startswith(wanted),
    "EndsWith": lambda value, wanted: value.endswith(wanted),
    "Contains": lambda value, wanted: wanted in value,
}
_NUMBERS = {
    "NumericEquals": lambda value, wanted: value == wanted,
    "NumericGreater": lambda value, wanted: value > wanted,
    "NumericLesser": lambda value, wanted: value < wanted,
    "NumericGreaterOrEquals": lambda value, wanted: value >= wanted,
    "NumericLesserOrEquals": lambda value, wanted: value <= wanted,
}


def next_step_of(inputs: dict[str, Any]) -> str | None:
    """The step of the first choice that is true, else the default's; None where there is none.

    ``inputs`` with all variables resolved. Raises StepFailure for a choice that cannot be judged.
    """
    for choice in inputs["Choices"]:
        if _is_true(choice):
            return str(choice["NextStep"])
    default = inputs.get("Default")
    return None if default is None else str(default)


def _is_true(choice: dict[str, Any]) -> bool:
    if "And" in choice:
        return all(_is_true(one) for one in choice["And"])
    if "Or" in choice:
        return any(_is_true(one) for one in choice["Or"])
    if "Not" in choice:
        return not _is_true(choice["Not"])
    operators = sorted(set(choice) - {"NextStep", "Variable"})
    if "Variable" not in choice or len(operators) != 1:
        raise StepFailure(RESOLVING, f"A choice has a Variable and one operator; this has {', '.join(operators)}")
    return _compare(operators[0], choice["Variable"], choice[operators[0]])


def _compare(operator: str, value: Any, wanted: Any) -> bool:
    if operator in _STRINGS and isinstance(value, str):
        return bool(_STRINGS[operator](value, str(wanted)))
    if operator in _NUMBERS and isinstance(value, (int, float)) and not isinstance(value, bool):
        return bool(_NUMBERS[operator](value, float(wanted)))
    if operator == "BooleanEquals" and isinstance(value, bool):
        return value == (str(wanted).lower() == "true")
    raise StepFailure(RESOLVING, f"The operator {operator} does not take {value!r}")
