"""The history of configuration items: what was recorded of a resource, and of its compliance, one item after the other.

A change of compliance is recorded as it happens. A resource is looked at when an evaluation comes and when somebody
asks, as by a recorder that records periodically: of several changes in between the last one is recorded.
https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html
"""

import json
from typing import Any

from moto.config.models import ConfigBackend
from moto.config.responses import ConfigResponse

from ..extension import ServiceError, now, operation, page, parameters, state
from .config_rule_source import invalid
from .configuration_items import configuration_items
from .given_items import given_history

DEFAULT_LIMIT, HIGHEST_LIMIT = 10, 100
#: What changes of an item without a change of the resource.
_IDENTITY = ("configurationItemCaptureTime", "configurationItemStatus", "configurationStateId")
_DELETED = "ResourceDeleted"

_Histories = dict[tuple[str, str], list[dict[str, Any]]]


def record_history(backend: ConfigBackend) -> None:
    """Adds an item for everything that is new, changed or gone since the last look."""
    histories = _histories(backend)
    present: set[tuple[str, str]] = set()
    for found in configuration_items(backend):
        item = _described(found)
        key = (str(item["resourceType"]), str(item["resourceId"]))
        present.add(key)
        history = histories.setdefault(key, [])
        if not history or history[-1]["configurationItemStatus"] == _DELETED:
            _append(history, item, "ResourceDiscovered")
        elif _content(history[-1]) != _content(item):
            _append(history, item, "OK")
    for key, history in histories.items():
        if key not in present and history[-1]["configurationItemStatus"] != _DELETED:
            gone = {k: v for k, v in history[-1].items() if k not in ("configuration", "supplementaryConfiguration")}
            _append(history, {**gone, "tags": {}}, _DELETED)


@operation(ConfigResponse)
def get_resource_config_history(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.config_backend
    limit = int(request.get("limit") or 0)
    if limit < 0 or limit > HIGHEST_LIMIT:
        raise ServiceError("InvalidLimitException", f"The limit {limit} is outside of 0 to {HIGHEST_LIMIT}.")
    earliest, latest = float(request.get("earlierTime") or 0), float(request.get("laterTime") or "inf")
    if earliest > latest:
        raise ServiceError("InvalidTimeRangeException", "The earlier time is later than the later time.")
    kind, identifier = request.get("resourceType"), request.get("resourceId")
    if not kind or not identifier:
        raise invalid("resourceType and resourceId must be given.")
    given = given_history(backend, str(kind), str(identifier))
    if given:
        return {"configurationItems": given}
    record_history(backend)
    history = _histories(backend).get((str(kind), str(identifier)))
    if history is None:
        raise ServiceError(
            "ResourceNotDiscoveredException",
            f"Resource {identifier} of resourceType:{kind} is unknown or has not been discovered",
        )
    items = [item for item in history if earliest <= item["configurationItemCaptureTime"] <= latest]
    if request.get("chronologicalOrder") != "Forward":
        items.reverse()
    shown = page(items, {**request, "Limit": limit or DEFAULT_LIMIT}, DEFAULT_LIMIT, "nextToken")
    return {"configurationItems": shown.pop("items"), **shown}


def _histories(backend: ConfigBackend) -> _Histories:
    return state(backend, "configuration_histories", _Histories)


def _append(history: list[dict[str, Any]], item: dict[str, Any], status: str) -> None:
    history.append(
        {
            **item,
            "configurationItemCaptureTime": now(),
            "configurationItemStatus": status,
            "configurationStateId": str(len(history) + 1),
        }
    )


def _described(found: dict[str, Any]) -> dict[str, Any]:
    """In the shape of ConfigurationItem of the API, in which configurations are JSON texts and tags a map."""
    return {
        **{key: found[key] for key in ("version", "accountId", "awsRegion", "resourceType", "resourceId")},
        **{key: found[key] for key in ("arn", "resourceName") if found.get(key)},
        "configuration": json.dumps(found.get("configuration")),
        "supplementaryConfiguration": {
            key: json.dumps(value) for key, value in found["supplementaryConfiguration"].items()
        },
        "tags": {tag["key"]: tag["value"] for tag in found["tags"]},
        "relationships": [],
    }


def _content(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in _IDENTITY}
