"""How operations of the query protocol are added to moto: by method name, their answer a dictionary."""

from collections.abc import Callable
from typing import Any

from moto.cloudformation.exceptions import CloudFormationError, ValidationError
from moto.cloudformation.models import CloudFormationBackend, cloudformation_backends
from moto.cloudformation.responses import CloudFormationResponse
from moto.cloudformation.utils import get_stack_from_s3_url
from moto.core.responses import ActionResult

from ..extension import state_lock
from .stack_template import BODY_BYTES


def query_operation(function: Callable[[Any], dict[str, Any] | None]) -> Callable[..., Any]:
    """Adds (or replaces) an operation of CloudFormation; its name is the operation's in snake case."""

    # moto finds operations with inspect.isfunction, so a plain function and no partial.
    def answer(self: Any) -> ActionResult:
        with state_lock:
            return ActionResult(function(self) or {})

    answer.__name__ = function.__name__
    answer.__doc__ = function.__doc__
    setattr(CloudFormationResponse, function.__name__, answer)
    return function


def parameter(response: Any, name: str, default: Any = None) -> Any:
    value = response._get_param(name)
    return default if value is None else value


def backend_of(response: Any) -> CloudFormationBackend:
    return cloudformation_backends[response.current_account][response.region]


def template_body(response: Any, previous: str | None = None) -> str:
    """The request's template. ``previous`` is what UsePreviousTemplate stands for, None where there is none."""
    body, url = parameter(response, "TemplateBody"), parameter(response, "TemplateURL")
    if previous is not None and is_true(parameter(response, "UsePreviousTemplate")):
        if body or url:
            raise ValidationError(message="You cannot specify both usePreviousTemplate and Template Body/Template URL.")
        return previous
    if bool(body) == bool(url):
        if previous is not None and not body:
            return previous
        raise ValidationError(message="Either Template URL or Template Body must be specified.")
    if url:
        try:
            return get_stack_from_s3_url(str(url), account_id=response.current_account, partition=response.partition)
        except Exception:
            raise ValidationError(message=f"S3 error: Access Denied or no such template: {url}") from None
    if len(str(body).encode()) > BODY_BYTES:
        raise ValidationError(
            message="1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must "
            f"have length less than or equal to {BODY_BYTES}"
        )
    return str(body)


def given_parameters(response: Any, name: str = "Parameters", previous: dict[str, str] | None = None) -> dict[str, str]:
    """The request's parameters by key; those of ``previous`` where the request says so."""
    values: dict[str, str] = {}
    for item in parameter(response, name, []):
        key = item["ParameterKey"]
        if is_true(item.get("UsePreviousValue")):
            if previous is not None and key in previous:
                values[key] = previous[key]
        else:
            values[key] = item.get("ParameterValue", "")
    return values


def given_tags(response: Any) -> dict[str, str] | None:
    tags = parameter(response, "Tags")
    return None if tags is None else {item["Key"]: item["Value"] for item in tags}


def page(response: Any, items: list[Any], name: str, default_limit: int = 100) -> dict[str, Any]:
    """One page of a list, and the token of the next; a token is the index to go on from."""
    token = str(parameter(response, "NextToken", "0"))
    if not token.isdigit() or int(token) > len(items):
        raise ValidationError(message="The specified next token is not valid.")
    end = int(token) + int(parameter(response, "MaxResults", default_limit))
    answer: dict[str, Any] = {name: items[int(token) : end]}
    return answer | {"NextToken": str(end)} if end < len(items) else answer


def is_true(value: Any) -> bool:
    return value is True or str(value).lower() == "true"


class NotImplementedHere(CloudFormationError):
    code = "InvalidAction"
