"""Documents of AWS Systems Manager: automation runbooks, and templates of conformance packs.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-document.html
"""

import json
from typing import Any

from botocore.exceptions import ClientError

from ..stack_resource import StackResource
from .resource_type import ResourceType, error_code, generated_name

#: Properties of a version.
VERSIONED = {"Content", "DocumentFormat", "TargetType", "VersionName"}


class Document(ResourceType):
    name = "AWS::SSM::Document"
    service = "ssm"
    immutable = frozenset({"DocumentType", "Name"})
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

    def replaces(self, properties: dict[str, Any], changed: set[str]) -> bool:
        """Under the default UpdateMethod any change makes a new document, under NewVersion a version."""
        in_place = properties.get("UpdateMethod") == "NewVersion"
        return super().replaces(properties, changed) or (not in_place and bool(changed & VERSIONED))

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        """A new version becomes the default at once. Tags take no call that the emulator needs."""
        properties, name = resource.properties, resource.physical_id
        if all(properties.get(key) == old.get(key) for key in VERSIONED):
            return
        content = properties["Content"]
        made = self.call(
            resource,
            "UpdateDocument",
            Name=name,
            Content=content if isinstance(content, str) else json.dumps(content),
            DocumentFormat=properties.get("DocumentFormat") or "JSON",
            DocumentVersion="$LATEST",
            TargetType=properties.get("TargetType"),
            VersionName=properties.get("VersionName"),
        )
        version = made["DocumentDescription"]["DocumentVersion"]
        self.call(resource, "UpdateDocumentDefaultVersion", Name=name, DocumentVersion=version)

    def delete(self, resource: StackResource) -> None:
        try:
            self.call(resource, "DeleteDocument", Name=resource.physical_id)
        except ClientError as error:
            if error_code(error) != "InvalidDocument":
                raise


SSM_TYPES: list[type[ResourceType]] = [Document]
