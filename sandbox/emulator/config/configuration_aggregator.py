"""Aggregators keep their tags on update, and an organization's has an organization, a right to it and a role.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationAggregator.html
"""

from typing import Any

from moto.config.responses import ConfigResponse
from moto.iam.models import iam_backends
from moto.utilities.utils import get_partition

from ..extension import ServiceError, operation, parameters
from ..organizations.membership import membership_of

SERVICE = "config.amazonaws.com"


@operation(ConfigResponse)
def put_configuration_aggregator(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.config_backend
    source = request.get("OrganizationAggregationSource")
    if source and not request.get("AccountAggregationSources"):
        _check_organization(response.current_account, response.region, source)
    existing = backend.config_aggregators.get(request.get("ConfigurationAggregatorName") or "")
    # Tags are given at creation only; later ones are ignored, and moto would put them in place of the first.
    tags = dict(existing.tags) if existing else None
    aggregator = backend.put_configuration_aggregator(request)
    if existing and tags is not None:
        existing.tags = tags
        aggregator = existing.to_dict()
    return {"ConfigurationAggregator": aggregator}


def _check_organization(account: str, region: str, source: dict[str, Any]) -> None:
    membership = membership_of(account, region)
    if membership is None:
        raise ServiceError("NoAvailableOrganizationException", "The account is not a member of an organization.")
    if not membership.is_management and SERVICE not in membership.delegated_services:
        raise ServiceError(
            "OrganizationAccessDeniedException",
            "This action can be performed only by the organization's management account or by a delegated "
            f"administrator for {SERVICE}.",
        )
    role_arn = source.get("RoleArn") or ""
    roles = iam_backends[account][get_partition(region)].get_roles()
    if not any(role.arn == role_arn for role in roles):
        raise ServiceError("InvalidRoleException", f"The role {role_arn!r} does not exist in this account.")
    membership.enable_service_access(SERVICE)
