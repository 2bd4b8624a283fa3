"""Service-linked roles by the names that AWS gives them, and their deletion with its status.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
"""

import json
from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.iam.exceptions import IAMException, InvalidInput, NotFoundException
from moto.iam.models import IAMBackend, Role, iam_backends
from moto.iam.responses import IamResponse
from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

from ..extension import state

#: Name of the role and of its managed policy.
ROLES: dict[str, tuple[str, str]] = {
    "cloudtrail.amazonaws.com": ("AWSServiceRoleForCloudTrail", "CloudTrailServiceRolePolicy"),
    "config.amazonaws.com": ("AWSServiceRoleForConfig", "AWSConfigServiceRolePolicy"),
    "config-conforms.amazonaws.com": ("AWSServiceRoleForConfigConforms", "ConfigConformsServiceRolePolicy"),
    "config-multiaccountsetup.amazonaws.com": (
        "AWSServiceRoleForConfigMultiAccountSetup",
        "AWSConfigMultiAccountSetupPolicy",
    ),
    "member.org.stacksets.cloudformation.amazonaws.com": (
        "AWSServiceRoleForCloudFormationStackSetsOrgMember",
        "CloudFormationStackSetsOrgMemberServiceRolePolicy",
    ),
    "organizations.amazonaws.com": ("AWSServiceRoleForOrganizations", "AWSOrganizationsServiceTrustPolicy"),
    "remediation.config.amazonaws.com": ("AWSServiceRoleForConfigRemediation", "ConfigRemediationServiceRolePolicy"),
    "ssm.amazonaws.com": ("AWSServiceRoleForAmazonSSM", "AmazonSSMServiceRolePolicy"),
    "stacksets.cloudformation.amazonaws.com": (
        "AWSServiceRoleForCloudFormationStackSetsOrgAdmin",
        "CloudFormationStackSetsOrgAdminServiceRolePolicy",
    ),
}

#: Per service: what of an account still uses the role, as ARNs. Deleting a role in use fails, later, in its status.
role_usage: dict[str, Callable[[str], list[str]]] = {}

_moto_create = IAMBackend.create_service_linked_role
_moto_delete_role = IamResponse.delete_role


class UnmodifiableEntity(IAMException):
    code = "UnmodifiableEntity"


def create_service_linked_role(self: IAMBackend, service_name: str, description: str, suffix: str) -> Role:
    if service_name not in ROLES:
        return _moto_create(self, service_name, description, suffix)
    if suffix:
        raise InvalidInput(f"Custom suffix is not allowed for {service_name}")
    name, policy = ROLES[service_name]
    if any(role.name == name for role in self.get_roles()):
        raise InvalidInput(f"Service role name {name} has been taken in this account, please try a different suffix.")
    trust = {"Effect": "Allow", "Principal": {"Service": service_name}, "Action": "sts:AssumeRole"}
    role = self.create_role(
        name,
        json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        f"/aws-service-role/{service_name}/",
        permissions_boundary=None,
        description=description or "",
        tags=[],
        max_session_duration="3600",
        linked_service=service_name,
    )
    policy_arn = f"arn:{self.partition}:iam::aws:policy/aws-service-role/{policy}"
    if policy_arn in self.managed_policies:
        self.attach_role_policy(policy_arn, name)
    return role


def ensure_service_linked_role(account: str, region: str, service_name: str) -> None:
    """What services do for themselves on first use; a role that is there already is left alone."""
    backend = iam_backends[account][get_partition(region)]
    name, _ = ROLES[service_name]
    if not any(role.name == name for role in backend.get_roles()):
        backend.create_service_linked_role(service_name, "", "")


def delete_service_linked_role(self: IamResponse) -> ActionResult:
    """The role goes at once, or stays where it is in use; the task's status tells which."""
    name = self._get_param("RoleName")
    role = self.backend.get_role(name)
    service = _linked_service(role)
    if service is None:
        raise NotFoundException(f"Service role {name} not found")
    usage = role_usage.get(service, lambda _: [])(self.current_account)
    task = f"task{role.path}{name}/{mock_random.uuid4()}"
    state(self.backend, "role_deletions", dict[str, list[str]])[task] = usage
    if not usage:
        role.managed_policies.clear()
        self.backend.delete_role(name)
    return ActionResult({"DeletionTaskId": task})


def get_service_linked_role_deletion_status(self: IamResponse) -> ActionResult:
    deletions = state(self.backend, "role_deletions", dict[str, list[str]])
    task = self._get_param("DeletionTaskId")
    if task not in deletions:
        raise NotFoundException(f"Deletion task {task} not found")
    usage = deletions[task]
    if not usage:
        return ActionResult({"Status": "SUCCEEDED"})
    reason = {
        "Reason": "A service-linked role that is in use cannot be deleted. Remove the resources that use it first.",
        "RoleUsageList": [{"Region": arn.split(":")[3], "Resources": [arn]} for arn in usage],
    }
    return ActionResult({"Status": "FAILED", "Reason": reason})


def delete_role(self: IamResponse) -> Any:
    name = self._get_param("RoleName")
    if _linked_service(self.backend.get_role(name)):
        raise UnmodifiableEntity(
            f"Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS"
        )
    return _moto_delete_role(self)


def _linked_service(role: Role) -> str | None:
    path = role.path or ""
    return path.split("/")[2] if path.startswith("/aws-service-role/") else None


def install() -> None:
    backend: Any = IAMBackend
    backend.create_service_linked_role = create_service_linked_role
    response: Any = IamResponse
    response.delete_service_linked_role = delete_service_linked_role
    response.get_service_linked_role_deletion_status = get_service_linked_role_deletion_status
    response.delete_role = delete_role


install()
