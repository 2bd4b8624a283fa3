"""Log groups.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
"""

from typing import Any

from botocore.exceptions import ClientError

from ..stack_resource import StackResource
from .resource_type import ResourceType, error_code, generated_name


class LogGroup(ResourceType):
    name = "AWS::Logs::LogGroup"
    service = "logs"
    immutable = frozenset({"LogGroupName"})

    def create(self, resource: StackResource) -> str:
        properties = resource.properties
        name = str(properties.get("LogGroupName") or generated_name(resource.place, resource.logical_id, limit=512))
        tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags") or []} or None
        self.call(resource, "CreateLogGroup", logGroupName=name, kmsKeyId=properties.get("KmsKeyId"), tags=tags)
        if properties.get("RetentionInDays"):
            self.call(resource, "PutRetentionPolicy", logGroupName=name, retentionInDays=properties["RetentionInDays"])
        return name

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        days = resource.properties.get("RetentionInDays")
        if days:
            self.call(resource, "PutRetentionPolicy", logGroupName=resource.physical_id, retentionInDays=days)
        elif old.get("RetentionInDays"):
            self.call(resource, "DeleteRetentionPolicy", logGroupName=resource.physical_id)

    def delete(self, resource: StackResource) -> None:
        try:
            self.call(resource, "DeleteLogGroup", logGroupName=resource.physical_id)
        except ClientError as error:
            if error_code(error) != "ResourceNotFoundException":
                raise

    def attributes(self, resource: StackResource) -> dict[str, Any]:
        place = resource.place
        arn = f"arn:{place.partition}:logs:{place.region}:{place.account}:log-group:{resource.physical_id}:*"
        return {"Arn": arn}


LOGS_TYPES: list[type[ResourceType]] = [LogGroup]
