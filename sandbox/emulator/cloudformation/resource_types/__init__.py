"""The types of resources that a stack may have. A new one is a class in a module here and a line in its list."""

from functools import cache

from .config import CONFIG_TYPES
from .custom_resource import CUSTOM_RESOURCE, CustomResource
from .events import EVENTS_TYPES
from .iam import IAM_TYPES
from .lambda_function import LAMBDA_TYPES
from .logs import LOGS_TYPES
from .moto_model import MotoModel, moto_types
from .resource_type import ResourceType
from .ssm import SSM_TYPES

_OWN_TYPES: list[type[ResourceType]] = [
    *CONFIG_TYPES,
    *EVENTS_TYPES,
    *IAM_TYPES,
    *LAMBDA_TYPES,
    *LOGS_TYPES,
    *SSM_TYPES,
]
_BY_NAME = {made.name: made() for made in _OWN_TYPES}


def is_supported(name: str) -> bool:
    return name in _BY_NAME or _is_custom(name) or name in moto_types()


@cache
def resource_type(name: str) -> ResourceType:
    """Raises KeyError for a type that is not supported."""
    if _is_custom(name):
        return CustomResource()
    return _BY_NAME[name] if name in _BY_NAME else MotoModel(moto_types()[name])


def _is_custom(name: str) -> bool:
    return name == CUSTOM_RESOURCE or name.startswith("Custom::")
