"""Who is who in an organization, for the services that work across one."""

from dataclasses import dataclass

from moto.organizations.models import OrganizationsBackend, organizations_backends
from moto.utilities.utils import get_partition


@dataclass(frozen=True)
class Membership:
    """An account's place in its organization."""

    management: OrganizationsBackend
    management_account: str
    organization_id: str
    is_management: bool
    #: Services that the account administers by delegation.
    delegated_services: frozenset[str]

    @property
    def accounts(self) -> list[str]:
        """Active accounts, the management account among them."""
        return [account.id for account in self.management.accounts if account.status == "ACTIVE"]

    def enable_service_access(self, service: str) -> None:
        self.management.enable_aws_service_access(ServicePrincipal=service)


def membership_of(account: str, region: str) -> Membership | None:
    """None for an account that is in no organization."""
    own = organizations_backends[account][get_partition(region)]
    if own.org:
        return Membership(own, account, own.org.id, True, frozenset())
    if account not in organizations_backends.master_accounts:
        return None
    management_account, partition = organizations_backends.master_accounts[account]
    management = organizations_backends[management_account][partition]
    if management.org is None:
        return None
    services = frozenset(s for admin in management.admins if admin.account.id == account for s in admin.services)
    return Membership(management, management_account, management.org.id, False, services)
