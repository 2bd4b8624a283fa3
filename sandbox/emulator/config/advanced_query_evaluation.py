"""What an advanced query answers over configuration items.

https://docs.aws.amazon.com/config/latest/developerguide/querying-AWS-resources.html#query-limitations
"""

import ipaddress
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import product
from typing import Any

from .advanced_query_syntax import Condition, Field, Query

#: What SELECT * selects.
SCALARS = (
    "accountId", "awsRegion", "arn", "availabilityZone", "configurationItemCaptureTime", "resourceCreationTime",
    "resourceId", "resourceName", "resourceType", "version",
)  # fmt: skip


def evaluate(query: Query, items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found = [item for item in items if query.where is None or _holds(query.where, item)]
    if query.aggregates:
        return _groups(query, found)
    for field, descending in reversed(query.order_by):
        found.sort(key=partial(_item_key, field.path), reverse=descending)
    return [_select(query.select, item) for item in found]


def values_at(value: Any, path: str) -> list[Any]:
    """Every value under a path, of all elements of the lists on its way."""
    if isinstance(value, list):
        return [found for element in value for found in values_at(element, path)]
    if not path:
        return [] if value is None else [value]
    if not isinstance(value, dict):
        return []
    first, _, rest = path.partition(".")
    return values_at(value[path], "") if path in value else values_at(value.get(first), rest)


def _holds(condition: Condition, item: dict[str, Any]) -> bool:
    kind, *operands = condition
    if kind == "and":
        return _holds(operands[0], item) and _holds(operands[1], item)
    if kind == "or":
        return _holds(operands[0], item) or _holds(operands[1], item)
    if kind == "not":
        return not _holds(operands[0], item)
    if kind in ("!=", "<>"):
        return not _holds(("=", *operands), item)
    # Of a list, one element is enough; another condition may hold for another one.
    return any(_matches(kind, value, operands[1:]) for value in values_at(item, operands[0]))


def _matches(kind: str, value: Any, wanted: list[Any]) -> bool:
    if kind == "in":
        return any(_matches("=", value, [one]) for one in wanted[0])
    if kind == "like":
        fixed = wanted[0].rstrip("%_")
        rest = wanted[0][len(fixed) :]
        if not isinstance(value, str) or not value.startswith(fixed):
            return False
        beyond = len(value) - len(fixed)
        return beyond >= rest.count("_") if "%" in rest else beyond == len(rest)
    if kind == "between":
        return _matches(">=", value, wanted[:1]) and _matches("<=", value, wanted[1:])
    low, high, other = _range(value, wanted[0])
    if other is None:
        return False
    comparisons = {
        "=": low <= other <= high,
        "<": low < other,
        "<=": low <= other,
        ">": high > other,
        ">=": high >= other,
    }
    return bool(comparisons[kind])


def _range(value: Any, wanted: Any) -> tuple[Any, Any, Any]:
    """The value's ends, and what it is compared with; None where the two cannot be compared."""
    if isinstance(value, str) and isinstance(wanted, str):
        try:
            network = ipaddress.ip_network(value, strict=False)
            address = ipaddress.ip_address(wanted)
        except ValueError:
            return value, value, wanted
        if network.version != address.version:
            return value, value, None
        # A range of addresses is every address in it.
        return int(network.network_address), int(network.broadcast_address), int(address)
    if isinstance(value, bool) != isinstance(wanted, bool) or isinstance(value, str) != isinstance(wanted, str):
        return value, value, None
    return value, value, wanted if isinstance(value, (bool, int, float)) else None


def _select(fields: list[Field], item: dict[str, Any]) -> dict[str, Any]:
    paths = [path for field in fields for path in (SCALARS if field.path == "*" else (field.path,))]
    selected: dict[str, Any] = {}
    for path in paths:
        _merge(selected, _part(item, path.split(".")))
    return selected


def _part(value: Any, path: list[str]) -> Any:
    """The value with nothing in it but what is under the path."""
    if not path or value is None:
        return value
    if isinstance(value, list):
        return [_part(element, path) for element in value]
    if not isinstance(value, dict) or path[0] not in value:
        return {}
    return {path[0]: _part(value[path[0]], path[1:])}


def _merge(into: Any, part: Any) -> None:
    for key, value in part.items():
        present = into.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            _merge(present, value)
        elif isinstance(present, list) and isinstance(value, list) and all(isinstance(one, dict) for one in value):
            for one, other in zip(present, value, strict=True):
                _merge(one, other)
        else:
            into[key] = value


def _groups(query: Query, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {} if query.group_by else {(): items}
    for item in items if query.group_by else []:
        # An item belongs to the group of each of its values, and to none where it has no value.
        for key in set(product(*(values_at(item, path) for path in query.group_by))):
            groups.setdefault(key, []).append(item)
    rows = [(dict(zip(query.group_by, key, strict=True)), members) for key, members in groups.items()]
    rows.sort(key=lambda row: [_sort_key([value]) for value in row[0].values()])
    for field, descending in reversed(query.order_by):
        rows.sort(key=partial(_group_key, field), reverse=descending)
    return [_group_row(query, *row) for row in rows]


def _item_key(path: str, item: dict[str, Any]) -> tuple[int, float, str]:
    return _sort_key(values_at(item, path))


def _group_key(field: Field, row: tuple[dict[str, Any], list[dict[str, Any]]]) -> tuple[int, float, str]:
    keys, members = row
    return _sort_key([_aggregate(field, members) if field.function else keys.get(field.path)])


def _group_row(query: Query, keys: dict[str, Any], members: list[dict[str, Any]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in query.select:
        if field.function:
            row[field.name] = _aggregate(field, members)
            continue
        *way, last = field.path.split(".")
        place = row
        for step in way:
            place = place.setdefault(step, {})
        place[last] = keys[field.path]
    return row


def _aggregate(field: Field, members: list[dict[str, Any]]) -> Any:
    if field.function == "COUNT":
        return len(members) if field.path == "*" else sum(bool(values_at(item, field.path)) for item in members)
    numbers = list(_numbers(members, field.path))
    if not numbers:
        return None
    functions = {"SUM": sum(numbers), "AVG": sum(numbers) / len(numbers), "MAX": max(numbers), "MIN": min(numbers)}
    return functions[str(field.function)]


def _numbers(members: list[dict[str, Any]], path: str) -> Iterator[float]:
    for item in members:
        yield from (value for value in values_at(item, path) if isinstance(value, (int, float)))


def _sort_key(values: list[Any]) -> tuple[int, float, str]:
    """Numbers before texts, and what has no value last."""
    value = values[0] if values else None
    if value is None:
        return (2, 0, "")
    return (0, float(value), "") if isinstance(value, (bool, int, float)) else (1, 0, str(value))
