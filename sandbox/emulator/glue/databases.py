"""Tags of a database go with it; moto keeps them for the next one of the name."""

from typing import Any

from moto.glue.models import GlueBackend
from moto.utilities.utils import get_partition

_moto_delete_database = GlueBackend.delete_database


def _delete_database(self: GlueBackend, database_name: str) -> None:
    _moto_delete_database(self, database_name)
    place = f"{get_partition(self.region_name)}:glue:{self.region_name}:{self.account_id}"
    self.tagger.delete_all_tags_for_resource(f"arn:{place}:database/{database_name}")


def install() -> None:
    backend: Any = GlueBackend
    backend.delete_database = _delete_database


install()
