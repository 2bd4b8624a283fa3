"""Tags of conformance packs, which moto's own tagging operations do not find."""

from typing import Any

from moto.config.models import ConfigBackend

from .conformance_pack import packs
from .organization_conformance_pack import organization_packs

_moto_match_arn = ConfigBackend._match_arn


def _match_arn(self: ConfigBackend, resource_arn: str) -> Any:
    candidates: list[Any] = [*packs(self).values(), *organization_packs(self).values()]
    for pack in candidates:
        if pack.arn == resource_arn:
            return pack
    return _moto_match_arn(self, resource_arn)


def install() -> None:
    backend: Any = ConfigBackend
    backend._match_arn = _match_arn


install()
