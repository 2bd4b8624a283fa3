"""Trails among what the tagging API lists, which leaves them out with moto.

https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
"""

from collections.abc import Iterator
from typing import Any

from moto.cloudtrail.models import CloudTrailBackend
from moto.core.resource_tagging import TaggableResourcesMixin, TaggedResource


def _iter_tagged_resources(self: CloudTrailBackend) -> Iterator[TaggedResource]:
    for trail in list(self.trails.values()):
        tags = self.tagging_service.get_tag_dict_for_resource(trail.arn)
        yield TaggedResource(arn=trail.arn, tags=tags, resource_type="cloudtrail:trail")


def install() -> None:
    backend: Any = CloudTrailBackend
    backend.SERVICE_NAMESPACE = "cloudtrail"
    backend.__bases__ = (*backend.__bases__, TaggableResourcesMixin)
    backend.iter_tagged_resources = _iter_tagged_resources


install()
