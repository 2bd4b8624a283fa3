"""The services of AWS Config and of StackSets accept a delegated administrator; moto knows only some.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
"""

from moto.organizations.models import FakeDelegatedAdministrator

SERVICES = (
    "cloudtrail.amazonaws.com",
    "config.amazonaws.com",
    "config-multiaccountsetup.amazonaws.com",
    "member.org.stacksets.cloudformation.amazonaws.com",
    "securityhub.amazonaws.com",
)

for service in SERVICES:
    if service not in FakeDelegatedAdministrator.SUPPORTED_SERVICES:
        FakeDelegatedAdministrator.SUPPORTED_SERVICES.append(service)
