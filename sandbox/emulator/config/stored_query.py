"""Stored queries: kept and listed; what a query answers is not the emulator's to say.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutStoredQuery.html
"""

import re
from typing import Any

from moto.config.models import ConfigBackend
from moto.config.responses import ConfigResponse
from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

from ..extension import ServiceError, operation, page, parameters, state

QUERIES_PER_ACCOUNT_AND_REGION = 300


def stored_queries(backend: ConfigBackend) -> dict[str, dict[str, Any]]:
    return state(backend, "stored_queries", dict[str, dict[str, Any]])


@operation(ConfigResponse)
def put_stored_query(response: ConfigResponse) -> dict[str, Any]:
    backend = response.config_backend
    given = parameters(response).get("StoredQuery") or {}
    name, expression = str(given.get("QueryName") or ""), str(given.get("Expression") or "")
    if not re.fullmatch(r"[\s\S]{1,64}", name) or len(expression) > 4096 or len(given.get("Description") or "") > 256:
        raise ServiceError(
            "ValidationException",
            "A stored query needs a QueryName of 1 to 64 characters, an Expression of at most 4096 and a Description "
            "of at most 256.",
        )
    kept = stored_queries(backend).get(name)
    if kept is None:
        if len(stored_queries(backend)) >= QUERIES_PER_ACCOUNT_AND_REGION:
            raise ServiceError(
                "ResourceConcurrentModificationException",
                f"The maximum number of stored queries, {QUERIES_PER_ACCOUNT_AND_REGION}, is reached.",
            )
        identifier = f"query-{mock_random.get_random_string(length=12, lower_case=True, include_digits=True)}"
        place = f"{get_partition(backend.region_name)}:config:{backend.region_name}:{backend.account_id}"
        kept = {"QueryId": identifier, "QueryArn": f"arn:{place}:stored-query/{name}/{identifier}", "QueryName": name}
    stored_queries(backend)[name] = {
        **kept,
        "Expression": expression,
        "Description": given.get("Description") or "",
    }
    return {"QueryArn": kept["QueryArn"]}


@operation(ConfigResponse)
def get_stored_query(response: ConfigResponse) -> dict[str, Any]:
    return {"StoredQuery": _find(response)}


@operation(ConfigResponse)
def list_stored_queries(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    listed = [
        {key: query[key] for key in ("QueryId", "QueryArn", "QueryName", "Description")}
        for _, query in sorted(stored_queries(response.config_backend).items())
    ]
    shown = page(listed, {**request, "Limit": request.get("MaxResults")}, 100)
    return {"StoredQueryMetadata": shown.pop("items"), **shown}


@operation(ConfigResponse)
def delete_stored_query(response: ConfigResponse) -> dict[str, Any]:
    del stored_queries(response.config_backend)[_find(response)["QueryName"]]
    return {}


def _find(response: ConfigResponse) -> dict[str, Any]:
    name = str(parameters(response).get("QueryName"))
    query = stored_queries(response.config_backend).get(name)
    if query is None:
        raise ServiceError("ResourceNotFoundException", f"The stored query {name} does not exist.")
    return query
