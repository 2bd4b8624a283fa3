"""One resource of a stack, and the events of its life.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random


@dataclass(frozen=True)
class Place:
    """Where a stack is, and what it is called."""

    account: str
    region: str
    partition: str
    stack_name: str
    stack_id: str


@dataclass
class StackResource:
    place: Place
    logical_id: str
    type: str
    #: As in the template, functions and all.
    definition: dict[str, Any]
    #: Resolved; what the resource was last deployed with.
    properties: dict[str, Any] = field(default_factory=dict)
    physical_id: str = ""
    #: What Fn::GetAtt finds.
    attributes: dict[str, Any] = field(default_factory=dict)
    status: str = ""
    reason: str | None = None
    updated: datetime = field(default_factory=utcnow)
    #: moto's own object, for the types whose behaviour is moto's.
    model: Any = None

    def describe(self) -> dict[str, Any]:
        return {
            "LogicalResourceId": self.logical_id,
            "PhysicalResourceId": self.physical_id,
            "ResourceType": self.type,
            "ResourceStatus": self.status,
            "ResourceStatusReason": self.reason,
            "Timestamp": self.updated,
            "LastUpdatedTimestamp": self.updated,
            "StackId": self.place.stack_id,
            "StackName": self.place.stack_name,
            "DriftInformation": {"StackResourceDriftStatus": "NOT_CHECKED"},
        }


def stack_event(place: Place, status: str, reason: str | None, resource: StackResource | None) -> dict[str, Any]:
    """An event of a resource, or, without one, of the stack itself."""
    event = {
        "EventId": str(mock_random.uuid4()),
        "StackId": place.stack_id,
        "StackName": place.stack_name,
        "Timestamp": utcnow(),
        "ResourceStatus": status,
        "ResourceStatusReason": reason,
    }
    if resource is None:
        return event | {
            "LogicalResourceId": place.stack_name,
            "PhysicalResourceId": place.stack_id,
            "ResourceType": "AWS::CloudFormation::Stack",
        }
    return event | {
        "LogicalResourceId": resource.logical_id,
        "PhysicalResourceId": resource.physical_id,
        "ResourceType": resource.type,
        "ResourceProperties": json.dumps(resource.properties, default=str) if resource.properties else None,
    }
