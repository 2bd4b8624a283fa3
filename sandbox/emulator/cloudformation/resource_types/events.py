"""Rules of Amazon EventBridge, which may forward to an event bus of another account.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html
"""

import json
from typing import Any

from botocore.exceptions import ClientError

from ..stack_resource import StackResource
from .resource_type import ResourceFailure, ResourceType, error_code, generated_name

DEFAULT_BUS = "default"


class Rule(ResourceType):
    name = "AWS::Events::Rule"
    service = "events"
    immutable = frozenset({"EventBusName", "Name"})

    def create(self, resource: StackResource) -> str:
        name = str(resource.properties.get("Name") or generated_name(resource.place, resource.logical_id, limit=64))
        self._put(resource, name, [])
        bus = self._bus(resource)
        return name if bus == DEFAULT_BUS else f"{bus}|{name}"

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        self._put(resource, self._rule_name(resource), old.get("Targets") or [])

    def delete(self, resource: StackResource) -> None:
        key = {"EventBusName": self._bus(resource), "Rule": self._rule_name(resource)}
        try:
            targets = self.call(resource, "ListTargetsByRule", **key)["Targets"]
            if targets:
                self.call(resource, "RemoveTargets", **key, Ids=[target["Id"] for target in targets])
            self.call(resource, "DeleteRule", EventBusName=key["EventBusName"], Name=key["Rule"])
        except ClientError as error:
            if error_code(error) != "ResourceNotFoundException":
                raise

    def attributes(self, resource: StackResource) -> dict[str, Any]:
        name, bus = self._rule_name(resource), self._bus(resource)
        return {"Arn": self.call(resource, "DescribeRule", Name=name, EventBusName=bus)["Arn"]}

    def _put(self, resource: StackResource, name: str, before: list[dict[str, Any]]) -> None:
        properties, bus = resource.properties, self._bus(resource)
        pattern = properties.get("EventPattern")
        self.call(
            resource,
            "PutRule",
            Name=name,
            EventBusName=bus,
            Description=properties.get("Description"),
            EventPattern=pattern if pattern is None or isinstance(pattern, str) else json.dumps(pattern),
            RoleArn=properties.get("RoleArn"),
            ScheduleExpression=properties.get("ScheduleExpression"),
            State=properties.get("State"),
            Tags=properties.get("Tags"),
        )
        targets = properties.get("Targets") or []
        if targets:
            answer = self.call(resource, "PutTargets", Rule=name, EventBusName=bus, Targets=targets)
            if answer.get("FailedEntryCount"):
                raise ResourceFailure(answer["FailedEntries"][0]["ErrorMessage"])
        gone = {target["Id"] for target in before} - {target["Id"] for target in targets}
        if gone:
            self.call(resource, "RemoveTargets", Rule=name, EventBusName=bus, Ids=sorted(gone))

    def _bus(self, resource: StackResource) -> str:
        return str(resource.properties.get("EventBusName") or DEFAULT_BUS)

    def _rule_name(self, resource: StackResource) -> str:
        return resource.physical_id.split("|")[-1]


EVENTS_TYPES: list[type[ResourceType]] = [Rule]
