"""Variables in the inputs of a step: ``{{ Parameter }}``, ``{{ step.Output }}``, ``{{ global:REGION }}``.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html
"""

import json
import re
from typing import Any

from .failure import RESOLVING, StepFailure

_VARIABLE = re.compile(r"\{\{\s*([\w.:-]+)\s*\}\}")


class Variables:
    """What a document's variables stand for so far."""

    def __init__(self, parameters: dict[str, Any], system: dict[str, str]) -> None:
        self._values: dict[str, Any] = {**parameters, **system}

    def add_output(self, step: str, name: str, value: Any) -> None:
        self._values[f"{step}.{name}"] = value

    def resolve(self, value: Any) -> Any:
        """The value with every variable replaced. One that is the whole of a text keeps its type.

        Raises StepFailure for a variable that is not known: of a parameter that is not declared, of a step that did
        not run, or of an output whose selector found nothing.
        """
        if isinstance(value, dict):
            return {key: self.resolve(item) for key, item in value.items()}
        if isinstance(value, list):
            return self._resolve_list(value)
        if not isinstance(value, str):
            return value
        whole = _VARIABLE.fullmatch(value.strip())
        if whole:
            return self._value(whole[1])
        return _VARIABLE.sub(lambda match: text_of(self._value(match[1])), value)

    def _resolve_list(self, items: list[Any]) -> list[Any]:
        resolved: list[Any] = []
        for item in items:
            value = self.resolve(item)
            # ["{{ step.Ids }}"] is the list itself, as in AWS's own examples.
            if isinstance(item, str) and isinstance(value, list):
                resolved += value
            else:
                resolved.append(value)
        return resolved

    def _value(self, name: str) -> Any:
        if name not in self._values:
            raise StepFailure(
                RESOLVING,
                f"Failed to resolve input: {name} to type String. {name} is not defined in the Automation Document",
            )
        return self._values[name]


def text_of(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
