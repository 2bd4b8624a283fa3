"""Trails seen from a region, or a member account, that they do not belong to; moto knows them at home only.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html, shadow trails
"""

import json
from typing import Any

from moto.cloudtrail.exceptions import TrailNotFoundException
from moto.cloudtrail.models import CloudTrailBackend, Trail, cloudtrail_backends
from moto.cloudtrail.responses import CloudTrailResponse

from ..extension import ServiceError
from ..organizations.membership import membership_of

_moto_get_trail: Any = CloudTrailBackend.get_trail


def get_trail(self: CloudTrailBackend, name_or_arn: str) -> Trail:
    try:
        found: Trail = _moto_get_trail(self, name_or_arn)
        return found
    except TrailNotFoundException:
        shadow = _shadow(self, name_or_arn)
        if shadow is None:
            raise
        return shadow


def find_at_home(backend: CloudTrailBackend, name_or_arn: str) -> Trail:
    """The trail, where it can be changed: in its own region, by the account that it belongs to."""
    trail = get_trail(backend, name_or_arn)
    if trail.account_id != backend.account_id:
        raise ServiceError(
            "NotOrganizationMasterAccountException", "The trail belongs to the organization's management account."
        )
    if trail.region_name != backend.region_name:
        raise ServiceError(
            "InvalidHomeRegionException",
            f"The trail {name_or_arn} can be changed in {trail.region_name} only, its home region.",
        )
    return trail


def _answer_get_trail(response: Any) -> str:
    """With the home region, which moto tells in lists of trails only."""
    trail = response.cloudtrail_backend.get_trail(response._get_param("Name"))
    return json.dumps({"Trail": trail.description(include_region=True)})


def _shadow(backend: CloudTrailBackend, arn: str) -> Trail | None:
    if not arn.startswith("arn:"):
        return None
    region, account = arn.split(":")[3:5]
    trail = next((one for one in cloudtrail_backends[account][region].trails.values() if one.arn == arn), None)
    if trail is None or not (trail.is_multi_region or region == backend.region_name):
        return None
    if account == backend.account_id:
        return trail
    membership = membership_of(backend.account_id, backend.region_name)
    of_management = membership is not None and membership.management_account == account
    return trail if of_management and trail.is_org_trail else None


def install() -> None:
    backend: Any = CloudTrailBackend
    backend.get_trail = get_trail
    response: Any = CloudTrailResponse
    response.get_trail = _answer_get_trail


install()
