"""Trusted access of StackSets to an organization, and who may act for it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
"""

from typing import Any

from moto.cloudformation.exceptions import CloudFormationError, ValidationError
from moto.cloudformation.models import CloudFormationBackend, cloudformation_backends
from moto.cloudformation.responses import CloudFormationResponse
from moto.iam.models import iam_backends
from moto.utilities.utils import get_partition

from ..iam.service_linked_roles import ROLES, ensure_service_linked_role
from ..organizations.membership import Membership, membership_of
from .answers import backend_of, parameter, query_operation

#: The principal that trusted access, and delegation, is for.
MEMBER_SERVICE = "member.org.stacksets.cloudformation.amazonaws.com"
#: The service of the management account's service-linked role, which activation creates.
ADMINISTRATOR_SERVICE = "stacksets.cloudformation.amazonaws.com"


class InvalidOperation(CloudFormationError):
    code = "InvalidOperationException"


@query_operation
def activate_organizations_access(response: CloudFormationResponse) -> None:
    membership = _management(response)
    membership.enable_service_access(MEMBER_SERVICE)
    ensure_service_linked_role(membership.management_account, response.region, ADMINISTRATOR_SERVICE)


@query_operation
def deactivate_organizations_access(response: CloudFormationResponse) -> None:
    _management(response).management.disable_aws_service_access(ServicePrincipal=MEMBER_SERVICE)


@query_operation
def describe_organizations_access(response: CloudFormationResponse) -> dict[str, Any]:
    delegated = parameter(response, "CallAs", "SELF") == "DELEGATED_ADMIN"
    membership = membership_of(response.current_account, response.region)
    if membership is None:
        raise InvalidOperation("The account is not a member of an organization.")
    if delegated:
        _check_delegated(membership)
    return {"Status": "ENABLED" if has_access(membership, response.region) else "DISABLED"}


def has_access(membership: Membership, region: str) -> bool:
    """Organizations' EnableAWSServiceAccess alone is not enough, because it makes no role for the management account:
    https://github.com/pepperize/cdk-organizations/issues/1718."""
    enabled = any(service["ServicePrincipal"] == MEMBER_SERVICE for service in membership.management.services)
    role, _ = ROLES[ADMINISTRATOR_SERVICE]
    iam = iam_backends[membership.management_account][get_partition(region)]
    return enabled and any(existing.name == role for existing in iam.get_roles())


def stack_sets_backend(response: CloudFormationResponse) -> CloudFormationBackend:
    """Where the stack sets are that the caller acts on: those of a delegated administrator belong to the management
    account."""
    if parameter(response, "CallAs", "SELF") != "DELEGATED_ADMIN":
        return backend_of(response)
    membership = membership_of(response.current_account, response.region)
    _check_delegated(membership)
    assert membership is not None
    return cloudformation_backends[membership.management_account][response.region]


def check_service_managed(backend: CloudFormationBackend) -> Membership:
    """Raises where the account that ``backend`` is of may not have stack sets with service-managed permissions."""
    membership = membership_of(backend.account_id, backend.region_name)
    if membership is None or not membership.is_management:
        raise ValidationError(
            message="You must be the management account or delegated admin account of an organization before operating "
            "a SERVICE_MANAGED stack set"
        )
    if not has_access(membership, backend.region_name):
        raise ValidationError(message="You must enable organizations access to operate a service managed stack set")
    return membership


def _management(response: CloudFormationResponse) -> Membership:
    membership = membership_of(response.current_account, response.region)
    if membership is None or not membership.is_management:
        raise InvalidOperation("Only the management account of an organization may change its access.")
    if membership.management.org is not None and membership.management.org.feature_set != "ALL":
        raise InvalidOperation("The organization does not have all features enabled.")
    return membership


def _check_delegated(membership: Membership | None) -> None:
    if membership is None or MEMBER_SERVICE not in membership.delegated_services:
        raise ValidationError(message="Account used is not a delegated administrator")
