"""Configuration items that somebody gives, of resources that moto does not have: the control interface takes them.

What was given is found by the operations that tell configuration items, as if AWS Config had recorded it.
https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html
"""

import json
from datetime import datetime
from typing import Any

from moto.config.models import ConfigBackend

from ..extension import now, state

#: A resource with one of these is no longer there.
GONE = ("ResourceDeleted", "ResourceDeletedNotRecorded", "ResourceNotRecorded")

_moto_batch = ConfigBackend.batch_get_resource_config
_moto_list = ConfigBackend.list_discovered_resources


def given_items(backend: ConfigBackend) -> dict[tuple[str, str], dict[str, Any]]:
    return state(backend, "given_items", dict[tuple[str, str], dict[str, Any]])


def give_item(backend: ConfigBackend, item: dict[str, Any]) -> dict[str, Any]:
    """Takes an item in the form of events; what is left out of it is filled in."""
    for member in ("resourceType", "resourceId"):
        if not isinstance(item.get(member), str) or not item[member]:
            raise ValueError(f"a configuration item needs {member}")
    complete = {
        "version": "1.3",
        "awsAccountId": backend.account_id,
        "awsRegion": backend.region_name,
        "configurationItemCaptureTime": now(),
        "configurationItemStatus": "OK",
        "tags": {},
        "relationships": [],
        "configuration": {},
        "supplementaryConfiguration": {},
        **item,
    }
    given_items(backend)[(item["resourceType"], item["resourceId"])] = complete
    return complete


def is_gone(item: dict[str, Any]) -> bool:
    return item.get("configurationItemStatus") in GONE


def _described(item: dict[str, Any]) -> dict[str, Any]:
    """In the shape of the API, where configurations are texts."""
    supplementary = item["supplementaryConfiguration"]
    return {
        "version": item["version"],
        "accountId": item["awsAccountId"],
        "awsRegion": item["awsRegion"],
        "configurationItemCaptureTime": _seconds(item["configurationItemCaptureTime"]),
        "configurationItemStatus": item["configurationItemStatus"],
        "resourceType": item["resourceType"],
        "resourceId": item["resourceId"],
        "configuration": json.dumps(item["configuration"]),
        "supplementaryConfiguration": {key: json.dumps(value) for key, value in supplementary.items()},
        "tags": item["tags"],
        "relationships": item["relationships"],
        **{key: item[key] for key in ("resourceName", "availabilityZone") if key in item},
        **({"arn": item["ARN"]} if "ARN" in item else {}),
    }


def _seconds(time: str | float) -> float:
    """Events spell times as ISO 8601, the API's answers as seconds since the epoch."""
    return datetime.fromisoformat(time).timestamp() if isinstance(time, str) else time


def given_history(backend: ConfigBackend, resource_type: str, resource_id: str) -> list[dict[str, Any]] | None:
    """What was given of a resource, of which only the last is kept; None where nothing was."""
    given = given_items(backend).get((resource_type, resource_id))
    return [_described(given)] if given else None


def _batch(self: ConfigBackend, resource_keys: list[dict[str, str]], backend_region: str) -> dict[str, Any]:
    given = given_items(self)
    wanted = [(key["resourceType"], key["resourceId"]) for key in resource_keys]
    answer = _moto_batch(self, resource_keys, backend_region)
    known = [_described(given[key]) for key in wanted if key in given and not is_gone(given[key])]
    return {**answer, "baseConfigurationItems": [*answer["baseConfigurationItems"], *known]}


def _list(
    self: ConfigBackend,
    resource_type: str,
    resource_ids: list[str],
    resource_name: str,
    limit: int,
    next_token: str,
) -> dict[str, Any]:
    answer = _moto_list(self, resource_type, resource_ids, resource_name, limit, next_token)
    # They come with the last page.
    known = [
        {"resourceType": kind, "resourceId": identifier, "resourceName": item.get("resourceName", identifier)}
        for (kind, identifier), item in given_items(self).items()
        if kind == resource_type and not is_gone(item) and (not resource_ids or identifier in resource_ids)
    ]
    if answer.get("nextToken") or resource_name:
        return answer
    return {**answer, "resourceIdentifiers": [*answer["resourceIdentifiers"], *known]}


def install() -> None:
    backend: Any = ConfigBackend
    backend.batch_get_resource_config = _batch
    backend.list_discovered_resources = _list


install()
