"""Who administers a service by delegation: which services take administrators, and on what conditions.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
https://repost.aws/knowledge-center/config-organizations-admin
"""

from typing import Any

from moto.organizations.exceptions import ConstraintViolationException, InvalidInputException
from moto.organizations.models import FakeDelegatedAdministrator, FakeServiceAccess, OrganizationsBackend

SERVICES = (
    "cloudtrail.amazonaws.com",
    "config.amazonaws.com",
    "config-multiaccountsetup.amazonaws.com",
    "member.org.stacksets.cloudformation.amazonaws.com",
    "securityhub.amazonaws.com",
)
#: Not a principal of Organizations, whatever lists of services say; access for StackSets has the member's principal.
#: https://github.com/pepperize/cdk-organizations/issues/1718
UNRECOGNIZED = "stacksets.cloudformation.amazonaws.com"
#: https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html
MOST_ADMINISTRATORS = {"config-multiaccountsetup.amazonaws.com": 3}

_moto_register = OrganizationsBackend.register_delegated_administrator


def register_delegated_administrator(self: OrganizationsBackend, **kwargs: str) -> None:
    service = kwargs["ServicePrincipal"]
    if all(enabled["ServicePrincipal"] != service for enabled in self.services):
        raise InvalidInputException("You specified an unrecognized service principal.")
    others = [admin for admin in self.admins if service in admin.services and admin.account.id != kwargs["AccountId"]]
    if service in MOST_ADMINISTRATORS and len(others) >= MOST_ADMINISTRATORS[service]:
        raise ConstraintViolationException(
            "You have exceeded the allowed number of delegated administrators for the delegated service."
        )
    _moto_register(self, **kwargs)


def install() -> None:
    for service in SERVICES:
        if service not in FakeDelegatedAdministrator.SUPPORTED_SERVICES:
            FakeDelegatedAdministrator.SUPPORTED_SERVICES.append(service)
    FakeServiceAccess.TRUSTED_SERVICES.remove(UNRECOGNIZED)
    backend: Any = OrganizationsBackend
    backend.register_delegated_administrator = register_delegated_administrator


install()
