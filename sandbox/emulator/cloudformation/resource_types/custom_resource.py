"""Custom resources: a function of the user's makes them, and answers at an address that it is given.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref.html
"""

import time
from typing import Any

from moto.moto_api._internal import mock_random

from ...awslambda.invocation import Invocation, find_function, start_invocation
from ..custom_resource_answer import answers
from ..stack_resource import StackResource
from .resource_type import NotReady, ResourceFailure, ResourceType

CUSTOM_RESOURCE = "AWS::CloudFormation::CustomResource"
#: AWS's default and greatest ServiceTimeout, in seconds.
LONGEST_SECONDS = 3600
#: An answer is sent before the function ends; it may still be on its way for this long.
GRACE_SECONDS = 1.0


class CustomResource(ResourceType):
    name = CUSTOM_RESOURCE
    service = "lambda"
    immutable = frozenset({"ServiceToken"})
    required = frozenset({"ServiceToken"})

    def create(self, resource: StackResource) -> str:
        self._request(resource, "Create")
        return resource.physical_id

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        self._request(resource, "Update", PhysicalResourceId=resource.physical_id, OldResourceProperties=old)

    def settle(self, resource: StackResource) -> None:
        answer = self._await(resource)
        resource.physical_id = str(answer.get("PhysicalResourceId") or resource.physical_id)
        resource.attributes = {str(key): value for key, value in (answer.get("Data") or {}).items()}

    def delete(self, resource: StackResource) -> None:
        if not isinstance(resource.model, _Request) or resource.model.kind != "Delete":
            self._request(resource, "Delete", PhysicalResourceId=resource.physical_id)
        self._await(resource)

    def attributes(self, resource: StackResource) -> dict[str, Any]:
        return resource.attributes

    def _request(self, resource: StackResource, kind: str, **more: Any) -> None:
        properties = resource.properties
        token = str(properties["ServiceToken"])
        function = find_function(token)
        if function is None:
            raise ResourceFailure(
                f"Failed to invoke {token}: the emulator knows functions of AWS Lambda only, and has none of that name."
            )
        request_id, place = str(mock_random.uuid4()), resource.place
        event = {
            "RequestType": kind,
            "ServiceToken": token,
            "ResponseURL": answers.address(request_id),
            "StackId": place.stack_id,
            "RequestId": request_id,
            "LogicalResourceId": resource.logical_id,
            "ResourceType": resource.type,
            "ResourceProperties": _as_texts({k: v for k, v in properties.items() if k != "ServiceTimeout"}),
            **{key: _as_texts(value) for key, value in more.items()},
        }
        seconds = float(properties.get("ServiceTimeout") or LONGEST_SECONDS)
        if not 1 <= seconds <= LONGEST_SECONDS:
            raise ResourceFailure(f"ServiceTimeout must be between 1 and {LONGEST_SECONDS} seconds.")
        resource.model = _Request(kind, request_id, start_invocation(function, event), seconds)

    def _await(self, resource: StackResource) -> dict[str, Any]:
        request: _Request = resource.model
        answer = answers.get(request.id)
        if answer is None:
            if request.expired():
                answers.forget(request.id)
                raise ResourceFailure(_no_answer(request.id))
            raise NotReady("Waits for the function's answer.", outside=True)
        answers.forget(request.id)
        resource.model = None
        if answer.get("Status") == "SUCCESS":
            return answer
        if answer.get("PhysicalResourceId") and request.kind == "Create":
            resource.physical_id = str(answer["PhysicalResourceId"])
        raise ResourceFailure(
            f"Received response status [FAILED] from custom resource. Message returned: "
            f"{answer.get('Reason') or 'no reason given'} (RequestId: {request.id})"
        )


class _Request:
    def __init__(self, kind: str, request_id: str, invocation: Invocation, seconds: float) -> None:
        self.kind, self.id, self._invocation = kind, request_id, invocation
        self._deadline = time.monotonic() + seconds

    def expired(self) -> bool:
        """True when no answer can come any more. AWS does not notice that the function ended, and waits on."""
        ended = self._invocation.ended_at
        return time.monotonic() > self._deadline or (ended is not None and time.monotonic() > ended + GRACE_SECONDS)


def _no_answer(request_id: str) -> str:
    return (
        "CloudFormation did not receive a response from your custom resource. Please check your logs for requestId "
        f"[{request_id}]. If you are using the Python cfn-response module, you may need to update your Lambda "
        "function code so that CloudFormation can attach the updated version."
    )


def _as_texts(value: Any) -> Any:
    """CloudFormation hands every scalar over as text."""
    if isinstance(value, dict):
        return {key: _as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_texts(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
