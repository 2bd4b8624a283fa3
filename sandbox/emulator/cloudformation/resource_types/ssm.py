"""Documents of AWS Systems Manager: automation runbooks, and templates of conformance packs.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-document.html
"""

import json
from typing import Any

from botocore.exceptions import ClientError

from ..stack_resource import StackResource
from .resource_type import ResourceType, error_code, generated_name


class Document(ResourceType):
    name = "AWS::SSM::Document"
    service = "ssm"
    #: Under the default UpdateMethod any change makes a new document.
    immutable = frozenset({"Content", "DocumentFormat", "DocumentType", "Name", "TargetType", "VersionName"})
    required = frozenset({"Content"})

    def create(self, resource: StackResource) -> str:
        properties = resource.properties
        name = str(properties.get("Name") or generated_name(resource.place, resource.logical_id))
        content = properties["Content"]
        self.call(
            resource,
            "CreateDocument",
            Name=name,
            Content=content if isinstance(content, str) else json.dumps(content),
            DocumentFormat=properties.get("DocumentFormat") or "JSON",
            DocumentType=properties.get("DocumentType"),
            Tags=properties.get("Tags"),
            TargetType=properties.get("TargetType"),
            VersionName=properties.get("VersionName"),
        )
        return name

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        """What is left to change, tags, takes no call that the emulator needs."""

    def delete(self, resource: StackResource) -> None:
        try:
            self.call(resource, "DeleteDocument", Name=resource.physical_id)
        except ClientError as error:
            if error_code(error) != "InvalidDocument":
                raise


SSM_TYPES: list[type[ResourceType]] = [Document]
