"""Calls of AWS operations by the emulator's own services, on behalf of an account.

They go through the emulator's front door, so that every check, fault and journal entry of a user's call is theirs too.
"""

import threading
from contextvars import ContextVar
from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.model import Shape
from moto import settings

LOOPBACK = "127.0.0.1"

_lock = threading.Lock()
#: Whom the call is for. One client serves every account, because a client takes a megabyte and more.
_account: ContextVar[str] = ContextVar("account")


def endpoint() -> str:
    """The emulator's own address."""
    return f"http://{LOOPBACK}:{settings.moto_server_port()}"


def call(service: str, operation: str, account: str, region: str, **parameters: Any) -> dict[str, Any]:
    """Calls an operation, named as in the API (``PutConfigurationRecorder``). Parameters that are None are left out.

    Raises botocore's ClientError with what the service answered, ParamValidationError for parameters it does not have.
    """
    client = _client(service, region)
    method = client.meta.method_to_api_mapping
    name = next(python for python, api in method.items() if api == operation)
    given = {key: value for key, value in parameters.items() if value is not None}
    shape = client.meta.service_model.operation_model(operation).input_shape
    token = _account.set(account)
    try:
        answer: dict[str, Any] = getattr(client, name)(**coerced(shape, given))
        return answer
    finally:
        _account.reset(token)


@cache
def _session() -> Any:
    return botocore.session.Session()


@cache
def _cached_client(service: str, region: str) -> Any:
    client = _session().create_client(
        service,
        region_name=region,
        endpoint_url=endpoint(),
        aws_access_key_id="cloudformation",
        aws_secret_access_key="cloudformation",
        # A proxy of the user's must not see loopback, and a fault that was asked for is not to be hidden by a retry.
        config=Config(proxies={}, retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
    )

    client.meta.events.register("before-sign", _name_account)
    return client


def _name_account(request: Any, **_: Any) -> None:
    request.headers["x-moto-account-id"] = _account.get()


def _client(service: str, region: str) -> Any:
    # botocore's session makes clients one at a time only.
    with _lock:
        return _cached_client(service, region)


def coerced(shape: Shape | None, value: Any) -> Any:
    """Scalars as the API has them: a template may spell numbers and booleans as text, and the other way round."""
    if shape is None:
        return value
    described: Any = shape
    match described.type_name:
        case "structure" if isinstance(value, dict):
            return {key: coerced(described.members.get(key), item) for key, item in value.items()}
        case "map" if isinstance(value, dict):
            return {str(key): coerced(described.value, item) for key, item in value.items()}
        case "list" if isinstance(value, list):
            return [coerced(described.member, item) for item in value]
        case "integer" | "long" if isinstance(value, str) and value.lstrip("-").isdigit():
            return int(value)
        case "boolean" if value in ("true", "false"):
            return value == "true"
        case "string" if isinstance(value, bool):
            return str(value).lower()
        case "string" if isinstance(value, (int, float)):
            return str(value)
    return value
