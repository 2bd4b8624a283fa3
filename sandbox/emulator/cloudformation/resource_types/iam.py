"""IAM's types that a deployment of AWS Config needs.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html
"""

import json
from typing import Any

from botocore.exceptions import ClientError

from ..stack_resource import StackResource
from .resource_type import ResourceFailure, ResourceType, error_code, generated_name


class IamType(ResourceType):
    service = "iam"

    def _unless_gone(self, resource: StackResource, operation: str, **parameters: Any) -> None:
        try:
            self.call(resource, operation, **parameters)
        except ClientError as error:
            if error_code(error) not in ("NoSuchEntity", "NotFound"):
                raise


class Role(IamType):
    name = "AWS::IAM::Role"
    immutable = frozenset({"Path", "RoleName"})
    required = frozenset({"AssumeRolePolicyDocument"})

    def create(self, resource: StackResource) -> str:
        properties = resource.properties
        name = str(properties.get("RoleName") or generated_name(resource.place, resource.logical_id, limit=64))
        self.call(
            resource,
            "CreateRole",
            RoleName=name,
            Path=properties.get("Path"),
            AssumeRolePolicyDocument=_document(properties["AssumeRolePolicyDocument"]),
            Description=properties.get("Description"),
            MaxSessionDuration=properties.get("MaxSessionDuration"),
            PermissionsBoundary=properties.get("PermissionsBoundary"),
            Tags=properties.get("Tags"),
        )
        try:
            self._put_policies(resource, name, {})
        except ClientError:
            # A role that its policies could not be given is not left behind half made.
            resource.physical_id = name
            self.delete(resource)
            resource.physical_id = ""
            raise
        return name

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        properties, name = resource.properties, resource.physical_id
        document = _document(properties["AssumeRolePolicyDocument"])
        self.call(resource, "UpdateAssumeRolePolicy", RoleName=name, PolicyDocument=document)
        self.call(
            resource,
            "UpdateRole",
            RoleName=name,
            Description=properties.get("Description") or "",
            MaxSessionDuration=properties.get("MaxSessionDuration"),
        )
        self._put_policies(resource, name, old)

    def delete(self, resource: StackResource) -> None:
        name = resource.physical_id
        try:
            attached = self.call(resource, "ListAttachedRolePolicies", RoleName=name)["AttachedPolicies"]
            inline = self.call(resource, "ListRolePolicies", RoleName=name)["PolicyNames"]
        except ClientError as error:
            if error_code(error) == "NoSuchEntity":
                return
            raise
        for policy in attached:
            self.call(resource, "DetachRolePolicy", RoleName=name, PolicyArn=policy["PolicyArn"])
        for policy_name in inline:
            self.call(resource, "DeleteRolePolicy", RoleName=name, PolicyName=policy_name)
        self._unless_gone(resource, "DeleteRole", RoleName=name)

    def attributes(self, resource: StackResource) -> dict[str, Any]:
        role = self.call(resource, "GetRole", RoleName=resource.physical_id)["Role"]
        return {"Arn": role["Arn"], "RoleId": role["RoleId"]}

    def _put_policies(self, resource: StackResource, name: str, old: dict[str, Any]) -> None:
        managed, before = resource.properties.get("ManagedPolicyArns") or [], old.get("ManagedPolicyArns") or []
        for arn in managed:
            self.call(resource, "AttachRolePolicy", RoleName=name, PolicyArn=arn)
        for arn in (arn for arn in before if arn not in managed):
            self._unless_gone(resource, "DetachRolePolicy", RoleName=name, PolicyArn=arn)
        inline = {
            policy["PolicyName"]: policy["PolicyDocument"] for policy in resource.properties.get("Policies") or []
        }
        for policy_name, document in inline.items():
            self.call(
                resource, "PutRolePolicy", RoleName=name, PolicyName=policy_name, PolicyDocument=_document(document)
            )
        for policy_name in {policy["PolicyName"] for policy in old.get("Policies") or []} - set(inline):
            self._unless_gone(resource, "DeleteRolePolicy", RoleName=name, PolicyName=policy_name)


class InlinePolicy(IamType):
    """A policy of roles, named in a list."""

    name = "AWS::IAM::Policy"
    immutable = frozenset({"PolicyName"})
    required = frozenset({"PolicyDocument", "PolicyName"})

    def create(self, resource: StackResource) -> str:
        self._put(resource, [])
        return generated_name(resource.place, resource.logical_id)

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        self._put(resource, old.get("Roles") or [])

    def delete(self, resource: StackResource) -> None:
        for role in resource.properties.get("Roles") or []:
            self._unless_gone(resource, "DeleteRolePolicy", RoleName=role, PolicyName=resource.properties["PolicyName"])

    def _put(self, resource: StackResource, before: list[str]) -> None:
        properties = resource.properties
        if properties.get("Users") or properties.get("Groups"):
            raise ResourceFailure("The emulator attaches inline policies to roles only, not to users or groups.")
        roles = properties.get("Roles") or []
        if not roles:
            raise ResourceFailure("At least one of [Groups,Roles,Users] must be non-empty.")
        name, document = properties["PolicyName"], _document(properties["PolicyDocument"])
        for role in roles:
            self.call(resource, "PutRolePolicy", RoleName=role, PolicyName=name, PolicyDocument=document)
        for role in (role for role in before if role not in roles):
            self._unless_gone(resource, "DeleteRolePolicy", RoleName=role, PolicyName=name)


class RolePolicy(IamType):
    name = "AWS::IAM::RolePolicy"
    immutable = frozenset({"PolicyName", "RoleName"})
    required = immutable

    def create(self, resource: StackResource) -> str:
        self.update(resource, {})
        return f"{resource.properties['PolicyName']}|{resource.properties['RoleName']}"

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        document = _document(resource.properties.get("PolicyDocument") or {})
        self.call(resource, "PutRolePolicy", **self._key(resource), PolicyDocument=document)

    def delete(self, resource: StackResource) -> None:
        self._unless_gone(resource, "DeleteRolePolicy", **self._key(resource))

    def _key(self, resource: StackResource) -> dict[str, Any]:
        return {name: resource.properties[name] for name in self.immutable}


class ServiceLinkedRole(IamType):
    name = "AWS::IAM::ServiceLinkedRole"
    immutable = frozenset({"AWSServiceName", "CustomSuffix"})
    required = frozenset({"AWSServiceName"})

    def create(self, resource: StackResource) -> str:
        wanted = {name: resource.properties.get(name) for name in ("AWSServiceName", "CustomSuffix", "Description")}
        return str(self.call(resource, "CreateServiceLinkedRole", **wanted)["Role"]["RoleName"])

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        description = resource.properties.get("Description") or ""
        self.call(resource, "UpdateRoleDescription", RoleName=resource.physical_id, Description=description)

    def delete(self, resource: StackResource) -> None:
        try:
            deletion = self.call(resource, "DeleteServiceLinkedRole", RoleName=resource.physical_id)
        except ClientError as error:
            if error_code(error) in ("NoSuchEntity", "NotFound"):
                return
            raise
        task = self.call(resource, "GetServiceLinkedRoleDeletionStatus", DeletionTaskId=deletion["DeletionTaskId"])
        if task["Status"] == "FAILED":
            raise ResourceFailure(f"{task['Reason']['Reason']} (Role: {resource.physical_id})")

    def attributes(self, resource: StackResource) -> dict[str, Any]:
        return {"RoleName": resource.physical_id}


def _document(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document)


IAM_TYPES: list[type[ResourceType]] = [InlinePolicy, Role, RolePolicy, ServiceLinkedRole]
