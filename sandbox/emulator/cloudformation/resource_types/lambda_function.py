"""Functions of AWS Lambda, their code inline or in Amazon S3, and who may invoke them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Lambda.html
"""

import io
import zipfile
from typing import Any

from botocore.exceptions import ClientError
from moto.moto_api._internal import mock_random

from ..stack_resource import StackResource
from .resource_type import ResourceFailure, ResourceType, error_code, generated_name

#: Properties of CreateFunction that UpdateFunctionConfiguration takes too.
CONFIGURATION = (
    "DeadLetterConfig", "Description", "Environment", "Handler", "Layers", "MemorySize", "Role", "Runtime", "Timeout",
    "TracingConfig",
)  # fmt: skip
INLINE_CODE_CHARACTERS = 4 * 1024 * 1024


class Function(ResourceType):
    name = "AWS::Lambda::Function"
    service = "lambda"
    immutable = frozenset({"FunctionName", "PackageType"})
    required = frozenset({"Code", "Role"})

    def create(self, resource: StackResource) -> str:
        properties = resource.properties
        name = str(properties.get("FunctionName") or generated_name(resource.place, resource.logical_id, limit=64))
        tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags") or []} or None
        configuration = {key: properties.get(key) for key in CONFIGURATION}
        self.call(
            resource,
            "CreateFunction",
            FunctionName=name,
            Code=_code(properties),
            Architectures=properties.get("Architectures"),
            Tags=tags,
            **configuration,
        )
        return name

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        properties, name = resource.properties, resource.physical_id
        if properties.get("Code") != old.get("Code"):
            self.call(resource, "UpdateFunctionCode", FunctionName=name, **_code(properties))
        configuration = {key: properties.get(key) for key in CONFIGURATION}
        if configuration != {key: old.get(key) for key in CONFIGURATION}:
            self.call(resource, "UpdateFunctionConfiguration", FunctionName=name, **configuration)

    def delete(self, resource: StackResource) -> None:
        try:
            self.call(resource, "DeleteFunction", FunctionName=resource.physical_id)
        except ClientError as error:
            if error_code(error) != "ResourceNotFoundException":
                raise

    def attributes(self, resource: StackResource) -> dict[str, Any]:
        found = self.call(resource, "GetFunctionConfiguration", FunctionName=resource.physical_id)
        return {"Arn": found["FunctionArn"]}


class Permission(ResourceType):
    name = "AWS::Lambda::Permission"
    service = "lambda"
    immutable = frozenset({"Action", "FunctionName", "Principal", "PrincipalOrgID", "SourceAccount", "SourceArn"})
    required = frozenset({"Action", "FunctionName", "Principal"})

    def create(self, resource: StackResource) -> str:
        identifier = f"{resource.place.stack_name}-{resource.logical_id}-{mock_random.get_random_string(length=12)}"
        self.call(resource, "AddPermission", StatementId=identifier, **resource.properties)
        return identifier

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        raise ResourceFailure("A permission is replaced, never changed.")

    def delete(self, resource: StackResource) -> None:
        function = resource.properties["FunctionName"]
        try:
            self.call(resource, "RemovePermission", FunctionName=function, StatementId=resource.physical_id)
        except ClientError as error:
            if error_code(error) != "ResourceNotFoundException":
                raise


def _code(properties: dict[str, Any]) -> dict[str, Any]:
    code = properties["Code"]
    text = code.get("ZipFile")
    if text is None:
        return {key: code[key] for key in ("S3Bucket", "S3Key", "S3ObjectVersion") if key in code}
    if len(text) > INLINE_CODE_CHARACTERS:
        raise ResourceFailure(f"ZipFile has {len(text)} characters; at most {INLINE_CODE_CHARACTERS} are allowed.")
    runtime = str(properties.get("Runtime") or "")
    extension = {"node": "js", "pyth": "py"}.get(runtime[:4])
    if extension is None:
        raise ResourceFailure(f"Inline code is for Node.js and Python only, not for the runtime {runtime!r}.")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        # The same code must have the same hash, so the time is fixed.
        archive.writestr(zipfile.ZipInfo(f"index.{extension}"), text)
    return {"ZipFile": packed.getvalue()}


LAMBDA_TYPES: list[type[ResourceType]] = [Function, Permission]
