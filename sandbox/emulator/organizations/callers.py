"""Who may call what: the management account everything, a delegated administrator what only reads.

moto answers a member as if it had an organization of its own, with nothing in it.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
"""

from typing import Any

from moto.organizations.exceptions import OrganizationsClientError
from moto.organizations.models import OrganizationsBackend, organizations_backends
from moto.organizations.responses import OrganizationsResponse

from .membership import membership_of

#: Every account may ask these, and answer invitations.
OPEN_TO_ALL = {
    "AcceptHandshake",
    "CreateOrganization",
    "DeclineHandshake",
    "DescribeHandshake",
    "DescribeOrganization",
    "LeaveOrganization",
    "ListHandshakesForAccount",
}
READS = ("Describe", "List")


class AccessDenied(OrganizationsClientError):
    def __init__(self) -> None:
        super().__init__("AccessDeniedException", "You don't have permissions to access this resource.")


def backend_for(response: OrganizationsResponse) -> OrganizationsBackend:
    own = organizations_backends[response.current_account][response.partition]
    operation = response._get_action()
    membership = membership_of(response.current_account, response.region)
    if membership is None or membership.is_management or operation in OPEN_TO_ALL:
        return own
    if operation.startswith(READS) and membership.delegated_services:
        return membership.management
    raise AccessDenied


def install() -> None:
    response: Any = OrganizationsResponse
    response.organizations_backend = property(backend_for)


install()
