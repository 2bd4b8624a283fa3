"""Creation, change and deletion of trails, as far as moto takes what CloudTrail refuses or leaves something undone.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteTrail.html
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
"""

from typing import Any

from moto.cloudtrail.models import CloudTrailBackend, Trail
from moto.cloudtrail.responses import CloudTrailResponse
from moto.core.exceptions import JsonRESTError

from ..extension import ServiceError, operation, parameters
from .delivery_policies import check_delivery
from .shadow_trails import find_at_home

_moto_create_trail: Any = CloudTrailBackend.create_trail
_moto_update_trail: Any = CloudTrailBackend.update_trail


def create_trail(self: CloudTrailBackend, name: str, *args: Any, **options: Any) -> Trail:
    if name in self.trails:
        raise ServiceError(
            "TrailAlreadyExistsException", f"Trail {name} already exists for customer: {self.account_id}"
        )
    trail: Trail = _moto_create_trail(self, name, *args, **options)
    try:
        check_delivery(trail)
    except JsonRESTError:
        _forget(self, trail)
        raise
    return trail


def update_trail(self: CloudTrailBackend, name: str, *args: Any, **options: Any) -> Trail:
    trail = find_at_home(self, name)
    before = dict(trail.__dict__)
    _moto_update_trail(self, trail.trail_name, *args, **options)
    try:
        check_delivery(trail)
    except JsonRESTError:
        trail.__dict__.update(before)
        raise
    return trail


def delete_trail(self: CloudTrailBackend, name: str) -> None:
    """By name or ARN, its tags with it; moto knows names alone, and finds nothing wrong with one that is not there."""
    _forget(self, find_at_home(self, name))


def start_logging(self: CloudTrailBackend, name: str) -> None:
    find_at_home(self, name).start_logging()


def stop_logging(self: CloudTrailBackend, name: str) -> None:
    find_at_home(self, name).stop_logging()


@operation(CloudTrailResponse)
def describe_trails(response: CloudTrailResponse) -> dict[str, Any]:
    """All of them, or those that are named; what is not there is left out."""
    request = parameters(response)
    asked = request.get("trailNameList") or []
    backend = response.cloudtrail_backend
    found = backend.describe_trails(bool(request.get("includeShadowTrails", True)))
    return {
        "trailList": [
            trail.description(include_region=True) for trail in found if not asked or _is_asked(backend, trail, asked)
        ]
    }


def _is_asked(backend: CloudTrailBackend, trail: Trail, asked: list[str]) -> bool:
    # One of another region has to be named by its ARN.
    return trail.arn in asked or (trail.region_name == backend.region_name and trail.trail_name in asked)


def _forget(backend: CloudTrailBackend, trail: Trail) -> None:
    del backend.trails[trail.trail_name]
    backend.tagging_service.delete_all_tags_for_resource(trail.arn)


def install() -> None:
    backend: Any = CloudTrailBackend
    for method in (create_trail, update_trail, delete_trail, start_logging, stop_logging):
        setattr(backend, method.__name__, method)


install()
