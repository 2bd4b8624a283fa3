"""Intrinsic functions and conditions, resolved.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

import base64
import re
from collections.abc import Callable
from typing import Any

from .fault import TemplateFault
from .parameters import as_text


class _NoValue:
    """``AWS::NoValue``: whatever holds it is left out."""


NO_VALUE = _NoValue()


class Resolver:
    """Replaces functions by values. Raises TemplateFault on one that is malformed or refers to nothing."""

    def __init__(
        self,
        values: dict[str, Any],
        conditions: dict[str, Any],
        mappings: dict[str, Any],
        attribute_of: Callable[[str, str | None], str | None],
    ) -> None:
        #: Parameters and pseudo parameters.
        self._values = values
        self._conditions = conditions
        self._mappings = mappings
        #: The value of `Ref` (attribute None) or `Fn::GetAtt` of a resource, None for a resource that is not there.
        self._attribute_of = attribute_of
        self._pending: set[str] = set()

    def resolve(self, value: Any) -> Any:
        if isinstance(value, dict):
            if len(value) == 1:
                name, argument = next(iter(value.items()))
                if name == "Ref" or str(name).startswith("Fn::"):
                    return self._function(str(name), argument)
            resolved = {key: self.resolve(item) for key, item in value.items()}
            return {key: item for key, item in resolved.items() if item is not NO_VALUE}
        if isinstance(value, list):
            return [item for item in map(self.resolve, value) if item is not NO_VALUE]
        return value

    def condition(self, name: str) -> bool:
        if name not in self._conditions:
            raise TemplateFault([f"Template format error: Unresolved condition dependency {name}"])
        if name in self._pending:
            raise TemplateFault([f"Template format error: Circular condition dependency on {name}"])
        self._pending.add(name)
        try:
            return self._test(self._conditions[name])
        finally:
            self._pending.discard(name)

    def _test(self, value: Any) -> bool:
        if isinstance(value, dict) and set(value) == {"Condition"}:
            return self.condition(str(value["Condition"]))
        resolved = self.resolve(value)
        if isinstance(resolved, bool):
            return resolved
        raise TemplateFault(["Template format error: Every condition must be a boolean function"])

    def _function(self, name: str, argument: Any) -> Any:
        functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Fn::And": lambda a: all([self._test(item) for item in self._items(a, 2, 10)]),
            "Fn::Base64": lambda a: base64.b64encode(self._text(a).encode()).decode(),
            "Fn::Equals": lambda a: len({as_text(self.resolve(item)) for item in self._items(a, 2, 2)}) == 1,
            "Fn::FindInMap": self._find_in_map,
            "Fn::GetAtt": self._get_att,
            "Fn::If": self._if,
            "Fn::Join": self._join,
            "Fn::Not": lambda a: not self._test(self._items(a, 1, 1)[0]),
            "Fn::Or": lambda a: any([self._test(item) for item in self._items(a, 2, 10)]),
            "Fn::Select": self._select,
            "Fn::Split": lambda a: self._text(self._items(a, 2, 2)[1]).split(self._text(a[0])),
            "Fn::Sub": self._sub,
        }
        if name not in functions:
            raise TemplateFault([f"Template error: {name} is not supported here"])
        try:
            return functions[name](argument)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError):
            raise TemplateFault([f"Template error: every {name} object must have valid arguments"]) from None

    def _items(self, argument: Any, low: int, high: int) -> list[Any]:
        if not isinstance(argument, list) or not low <= len(argument) <= high:
            raise ValueError
        return argument

    def _text(self, value: Any) -> str:
        resolved = self.resolve(value)
        if isinstance(resolved, (dict, list)) or resolved is NO_VALUE:
            raise TypeError
        return as_text(resolved)

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        if name in self._values:
            return self._values[name]
        return self._of_resource(name, None)

    def _of_resource(self, name: str, attribute: str | None) -> str:
        value = self._attribute_of(name, attribute)
        if value is None:
            raise TemplateFault(
                [
                    f"Template format error: Unresolved resource dependencies [{name}] "
                    "in the Resources block of the template"
                ]
            )
        return value

    def _get_att(self, argument: Any) -> str:
        name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
        return self._of_resource(name, self._text(attribute))

    def _if(self, argument: Any) -> Any:
        name, then, otherwise = self._items(argument, 3, 3)
        return self.resolve(then if self.condition(name) else otherwise)

    def _join(self, argument: Any) -> str:
        separator, items = self._items(argument, 2, 2)
        return str(separator).join(as_text(item) for item in self.resolve(items))

    def _select(self, argument: Any) -> Any:
        index, items = self._items(argument, 2, 2)
        position = int(self._text(index))
        if position < 0:
            raise IndexError
        return self.resolve(items)[position]

    def _find_in_map(self, argument: Any) -> Any:
        name, first, second = (self._text(item) for item in self._items(argument, 3, 3))
        return self._mappings[name][first][second]

    def _sub(self, argument: Any) -> str:
        text, own = (argument, {}) if isinstance(argument, str) else self._items(argument, 2, 2)
        local = {name: self._text(value) for name, value in own.items()}

        def replace(match: re.Match[str]) -> str:
            name = match.group(1).strip()
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in local:
                return local[name]
            if "." in name and name not in self._values:
                return self._get_att(name)
            return as_text(self._ref(name))

        return re.sub(r"\$\{([^}]+)\}", replace, text)
