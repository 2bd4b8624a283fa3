"""Workgroups that change and named queries that go, which moto has neither of, and errors for what is not there.

https://docs.aws.amazon.com/athena/latest/APIReference/API_UpdateWorkGroup.html
"""

from typing import Any

from moto.athena.models import AthenaBackend, NamedQuery, WorkGroup
from moto.athena.responses import AthenaResponse

from ..extension import ServiceError, operation, parameters

PRIMARY = "primary"
STATES = ("ENABLED", "DISABLED")
#: Members of ConfigurationUpdates that are those of the configuration.
MEMBERS = (
    "BytesScannedCutoffPerQuery", "EnforceWorkGroupConfiguration", "EngineVersion", "PublishCloudWatchMetricsEnabled",
    "RequesterPaysEnabled",
)  # fmt: skip
RESULT_MEMBERS = ("EncryptionConfiguration", "ExpectedBucketOwner", "OutputLocation")


@operation(AthenaResponse)
def create_work_group(response: AthenaResponse) -> dict[str, Any]:
    request = parameters(response)
    name = str(request.get("Name") or "")
    made = response.athena_backend.create_work_group(
        name, request.get("Configuration") or {}, request.get("Description") or "", request.get("Tags") or []
    )
    if made is None:
        raise invalid("WorkGroup is already created")
    return {}


@operation(AthenaResponse)
def get_work_group(response: AthenaResponse) -> dict[str, Any]:
    name = parameters(response).get("WorkGroup")
    _find(response.athena_backend, name)
    return {"WorkGroup": response.athena_backend.get_work_group(str(name))}


@operation(AthenaResponse)
def update_work_group(response: AthenaResponse) -> dict[str, Any]:
    request = parameters(response)
    group: Any = _find(response.athena_backend, request.get("WorkGroup"))
    if request.get("State") not in (None, *STATES):
        raise invalid(f"The state {request['State']} is not one of {STATES}.")
    group.state = request.get("State") or group.state
    group.description = request.get("Description", group.description)
    updates = request.get("ConfigurationUpdates") or {}
    _merge(group.configuration, updates, MEMBERS)
    results = dict(group.configuration.get("ResultConfiguration") or {})
    _merge(results, updates.get("ResultConfigurationUpdates") or {}, RESULT_MEMBERS)
    group.configuration["ResultConfiguration"] = results
    if not results:
        del group.configuration["ResultConfiguration"]
    return {}


@operation(AthenaResponse)
def delete_work_group(response: AthenaResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.athena_backend
    group = _find(backend, request.get("WorkGroup"))
    if group.name == PRIMARY:
        raise invalid("The primary workgroup cannot be deleted.")
    held = [query.id for query in backend.named_queries.values() if query.workgroup is group]
    if held and not request.get("RecursiveDeleteOption"):
        raise invalid(f"WorkGroup {group.name} is not empty")
    for query in held:
        del backend.named_queries[query]
    del backend.work_groups[group.name]
    return {}


@operation(AthenaResponse)
def create_named_query(response: AthenaResponse) -> dict[str, Any]:
    """Once for each token: whoever lost the answer and asks again gets the same query.

    https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateNamedQuery.html
    """
    request = parameters(response)
    backend = response.athena_backend
    group = _find(backend, request.get("WorkGroup") or PRIMARY)
    token = request.get("ClientRequestToken")
    for query in backend.named_queries.values():
        if token and getattr(query, "client_request_token", None) == token:
            return {"NamedQueryId": query.id}
    made: Any = backend.named_queries[
        backend.create_named_query(
            str(request.get("Name") or ""),
            str(request.get("Description") or ""),
            str(request.get("Database") or ""),
            str(request.get("QueryString") or ""),
            group.name,
        )
    ]
    made.client_request_token = token
    return {"NamedQueryId": made.id}


@operation(AthenaResponse)
def get_named_query(response: AthenaResponse) -> dict[str, Any]:
    query = _find_query(response)
    return {
        "NamedQuery": {
            "Name": query.name,
            "Description": query.description,
            "Database": query.database,
            "QueryString": query.query_string,
            "NamedQueryId": query.id,
            "WorkGroup": query.workgroup.name,
        }
    }


@operation(AthenaResponse)
def delete_named_query(response: AthenaResponse) -> dict[str, Any]:
    del response.athena_backend.named_queries[_find_query(response).id]
    return {}


@operation(AthenaResponse)
def list_tags_for_resource(response: AthenaResponse) -> dict[str, Any]:
    """moto takes a resource without tags for one that does not exist."""
    return response.athena_backend.list_tags_for_resource(str(parameters(response).get("ResourceARN"))) or {"Tags": []}


def invalid(message: str) -> ServiceError:
    return ServiceError("InvalidRequestException", message)


def _find(backend: AthenaBackend, name: Any) -> WorkGroup:
    group = backend.work_groups.get(str(name))
    if group is None:
        raise invalid("WorkGroup is not found.")
    return group


def _find_query(response: AthenaResponse) -> NamedQuery:
    identifier = str(parameters(response).get("NamedQueryId"))
    query = response.athena_backend.named_queries.get(identifier)
    if query is None:
        raise invalid(f"NamedQuery {identifier} does not exist.")
    return query


def _merge(into: dict[str, Any], updates: dict[str, Any], members: tuple[str, ...]) -> None:
    for member in members:
        if member in updates:
            into[member] = updates[member]
        if updates.get(f"Remove{member}"):
            into.pop(member, None)
