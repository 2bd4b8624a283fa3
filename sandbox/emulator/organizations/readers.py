"""Who may read an organization: its management account and delegated administrators; moto answers a member with nothing.

https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
"""

from collections.abc import Callable
from typing import Any

from moto.organizations.responses import OrganizationsResponse

from ..extension import ServiceError
from .membership import membership_of

OPERATIONS = (
    "describe_account",
    "describe_organizational_unit",
    "list_accounts",
    "list_accounts_for_parent",
    "list_aws_service_access_for_organization",
    "list_children",
    "list_delegated_administrators",
    "list_delegated_services_for_account",
    "list_organizational_units_for_parent",
    "list_parents",
    "list_roots",
)


def _read_as_management(answer: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(self: Any) -> Any:
        member = self.current_account
        membership = membership_of(member, self.region)
        if membership is None or membership.is_management:
            return answer(self)
        if not membership.delegated_services:
            raise ServiceError("AccessDeniedException", "You don't have permissions to access this resource.")
        self.current_account = membership.management_account
        try:
            return answer(self)
        finally:
            self.current_account = member

    read.__name__ = answer.__name__
    return read


for name in OPERATIONS:
    setattr(OrganizationsResponse, name, _read_as_management(getattr(OrganizationsResponse, name)))
