"""Regions that an account enables: EnableRegion, DisableRegion, GetRegionOptStatus, ListRegions.

https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
"""

from dataclasses import dataclass, field
from typing import Any

from moto.account.models import account_backends
from moto.account.responses import AccountResponse
from moto.account.urls import url_paths
from moto.utilities.utils import get_partition

from ..extension import ServiceError, now, operation, parameters, state

ENABLED, ENABLING, DISABLED, DISABLING = "ENABLED", "ENABLING", "DISABLED", "DISABLING"
ENABLED_BY_DEFAULT = "ENABLED_BY_DEFAULT"
#: AWS takes minutes to hours.
PENDING_SECONDS = 0.5
PAGE_SIZE = 50

DEFAULT_REGIONS = (
    "ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 "
    "eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2"
).split()
OPT_IN_REGIONS = (
    "af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 "
    "ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1"
).split()


class ConflictException(ServiceError):
    """The region is on its way from one status to another."""

    code = 409

    def __init__(self, region: str, status: str):
        super().__init__("ConflictException", f"The region {region} is currently {status}.")


@dataclass
class RegionStatus:
    """Since when a region has been on its way, and whereto."""

    enabled: bool = False
    since: float = field(default_factory=lambda: 0.0)

    @property
    def opt_status(self) -> str:
        pending = now() - self.since < PENDING_SECONDS
        return (ENABLING if pending else ENABLED) if self.enabled else (DISABLING if pending else DISABLED)


def opt_status(account: str, region: str) -> str:
    """Of a region that is not known here, nothing is assumed: it is there."""
    if region not in OPT_IN_REGIONS:
        return ENABLED_BY_DEFAULT
    return _statuses(account).get(region, RegionStatus()).opt_status


def is_usable(account: str, region: str) -> bool:
    return opt_status(account, region) in (ENABLED, ENABLED_BY_DEFAULT)


def _statuses(account: str) -> dict[str, RegionStatus]:
    backend = account_backends[account][get_partition("us-east-1")]
    return state(backend, "region_statuses", dict[str, RegionStatus])


def _account(response: AccountResponse) -> str:
    given = parameters(response).get("AccountId")
    return str(given or response.current_account)


def _region(response: AccountResponse) -> str:
    region = str(parameters(response).get("RegionName") or "")
    if region not in OPT_IN_REGIONS and region not in DEFAULT_REGIONS:
        raise ServiceError("ValidationException", f"Invalid region name: {region}")
    return region


def _switch(response: AccountResponse, enabled: bool) -> None:
    account, region = _account(response), _region(response)
    status = opt_status(account, region)
    if status == ENABLED_BY_DEFAULT:
        raise ServiceError("ValidationException", f"The region {region} is enabled by default.")
    if status in (ENABLING, DISABLING):
        raise ConflictException(region, status)
    if (status == ENABLED) != enabled:
        _statuses(account)[region] = RegionStatus(enabled, now())


@operation(AccountResponse)
def enable_region(response: AccountResponse) -> None:
    _switch(response, True)


@operation(AccountResponse)
def disable_region(response: AccountResponse) -> None:
    _switch(response, False)


@operation(AccountResponse)
def get_region_opt_status(response: AccountResponse) -> dict[str, Any]:
    region = _region(response)
    return {"RegionName": region, "RegionOptStatus": opt_status(_account(response), region)}


@operation(AccountResponse)
def list_regions(response: AccountResponse) -> dict[str, Any]:
    request = parameters(response)
    account = _account(response)
    wanted = request.get("RegionOptStatusContains")
    found = [
        {"RegionName": region, "RegionOptStatus": opt_status(account, region)}
        for region in sorted([*DEFAULT_REGIONS, *OPT_IN_REGIONS])
    ]
    regions = [one for one in found if not wanted or one["RegionOptStatus"] in wanted]
    start = str(request.get("NextToken") or "0")
    if not start.isdigit() or int(start) > len(regions):
        raise ServiceError("ValidationException", "The specified next token is not valid.")
    end = int(start) + int(request.get("MaxResults") or PAGE_SIZE)
    return {"Regions": regions[int(start) : end], **({"NextToken": str(end)} if end < len(regions) else {})}


for path in ("enableRegion", "disableRegion", "getRegionOptStatus", "listRegions"):
    url_paths[f"{{0}}/{path}$"] = AccountResponse.dispatch
