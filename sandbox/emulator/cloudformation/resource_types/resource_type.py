"""What CloudFormation does to make, change and remove a resource of a type.

https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html
"""

from typing import Any

from botocore.exceptions import ClientError, ParamValidationError
from moto.moto_api._internal import mock_random

from ..service_client import call
from ..stack_resource import Place, StackResource

#: Handler error codes by what services call the same thing; others are a general failure.
_HANDLER_CODES = {
    "AlreadyExists": "AlreadyExists",
    "AlreadyExistsException": "AlreadyExists",
    "EntityAlreadyExists": "AlreadyExists",
    "DocumentAlreadyExists": "AlreadyExists",
    "ResourceAlreadyExistsException": "AlreadyExists",
    "ResourceConflictException": "AlreadyExists",
    "AccessDenied": "AccessDenied",
    "AccessDeniedException": "AccessDenied",
    "NoSuchEntity": "NotFound",
    "ResourceNotFoundException": "NotFound",
    "InvalidInput": "InvalidRequest",
    "InvalidParameterValueException": "InvalidRequest",
    "ValidationError": "InvalidRequest",
    "ValidationException": "InvalidRequest",
    "LimitExceeded": "ServiceLimitExceeded",
    "LimitExceededException": "ServiceLimitExceeded",
}


class ResourceFailure(Exception):
    """A resource cannot be made, changed or removed; the message is the status reason."""


class NotReady(Exception):
    """Something else has to happen first; the message is what the service says meanwhile.

    ``outside`` is True for what no other resource of the stack brings about, such as a function's answer.
    """

    def __init__(self, reason: str, outside: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.outside = outside


class ResourceType:
    """One type. Methods raise ClientError (as a service answered), ResourceFailure or NotReady."""

    #: Such as ``AWS::Config::ConfigurationRecorder``.
    name: str
    #: Properties whose change makes a new resource in place of the old.
    immutable: frozenset[str] = frozenset()
    #: Properties without which the type's schema is not met.
    required: frozenset[str] = frozenset()
    #: The service, as botocore calls it.
    service: str

    def create(self, resource: StackResource) -> str:
        """Makes it from ``resource.properties``; returns the physical ID."""
        raise NotImplementedError

    def replaces(self, properties: dict[str, Any], changed: set[str]) -> bool:
        """Whether a change of these properties makes a new resource in place of the old."""
        return bool(changed.intersection(self.immutable))

    def settle(self, resource: StackResource) -> None:
        """Raises NotReady as long as the resource, made or changed, is not complete."""

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        """Changes it in place from the ``old`` properties to ``resource.properties``."""
        raise NotImplementedError

    def delete(self, resource: StackResource) -> None:
        """Removes it. What is gone already is no error."""
        raise NotImplementedError

    def attributes(self, resource: StackResource) -> dict[str, Any]:
        """What Fn::GetAtt finds, once the resource is complete."""
        return {}

    def explain(self, error: ClientError) -> str:
        """The status reason for what a service answered."""
        answer, status = _answer(error)
        code = _HANDLER_CODES.get(answer["Code"], "GeneralServiceException")
        return handler_message(
            f"{answer['Message']} (Service: {self.service.capitalize()}, Status Code: {status}, "
            f"Request ID: {mock_random.uuid4()})",
            code,
        )

    def call(self, resource: StackResource, operation: str, **parameters: Any) -> dict[str, Any]:
        place = resource.place
        try:
            return call(self.service, operation, place.account, place.region, **parameters)
        except ParamValidationError as error:
            raise ResourceFailure(handler_message(str(error).replace("\n", " "), "InvalidRequest")) from None


def handler_message(message: str, code: str) -> str:
    token = mock_random.uuid4()
    return f'Resource handler returned message: "{message}" (RequestToken: {token}, HandlerErrorCode: {code})'


def legacy_message(error: ClientError, service: str) -> str:
    """The reason as types give it that are not in CloudFormation's registry handlers, AWS Config's among them."""
    answer, status = _answer(error)
    return (
        f"{answer['Message']} (Service: {service}; Status Code: {status}; Error Code: {answer['Code']}; "
        f"Request ID: {mock_random.uuid4()}; Proxy: null)"
    )


def error_code(error: ClientError) -> str:
    return _answer(error)[0]["Code"]


def generated_name(place: Place, logical_id: str, limit: int = 128) -> str:
    """The name of a resource that its template leaves unnamed."""
    suffix = mock_random.get_random_string(length=12).upper()
    return f"{f'{place.stack_name}-{logical_id}'[: limit - len(suffix) - 1]}-{suffix}"


def _answer(error: ClientError) -> tuple[dict[str, str], int]:
    response: Any = error.response
    answer = response.get("Error") or {}
    status = (response.get("ResponseMetadata") or {}).get("HTTPStatusCode", 400)
    return {"Code": str(answer.get("Code", "")), "Message": str(answer.get("Message", ""))}, status
