"""S3 Object Lock as it is: moto takes it for new buckets only, and lets anybody end a lock.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
"""

from datetime import UTC, datetime
from typing import Any

from flask import has_request_context, request
from moto.s3.exceptions import InvalidBucketState, S3ClientError
from moto.s3.models import FakeKey, S3Backend

_moto_put_object_retention = S3Backend.put_object_retention
_moto_put_bucket_versioning = S3Backend.put_bucket_versioning
_moto_get_object_lock_configuration = S3Backend.get_object_lock_configuration


def put_object_lock_configuration(
    self: S3Backend,
    bucket_name: str,
    lock_enabled: bool,
    mode: str | None = None,
    days: int | None = None,
    years: int | None = None,
) -> None:
    """Takes a bucket with objects as well; a default retention is for those that come from then on."""
    bucket = self.get_bucket(bucket_name)
    if not bucket.is_versioned:
        raise InvalidBucketState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
    bucket.object_lock_enabled = bucket.object_lock_enabled or lock_enabled
    bucket.default_lock_mode, bucket.default_lock_days, bucket.default_lock_years = mode, days or 0, years or 0


def get_object_lock_configuration(self: S3Backend, bucket_name: str) -> tuple[bool, str | None, int | None, int | None]:
    """Of days and years, the one that was given."""
    enabled, mode, days, years = _moto_get_object_lock_configuration(self, bucket_name)
    return enabled, mode, days or None, years or None


def put_bucket_versioning(self: S3Backend, bucket_name: str, status: str) -> None:
    if status != "Enabled" and self.get_bucket(bucket_name).object_lock_enabled:
        raise InvalidBucketState(
            "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."
        )
    _moto_put_bucket_versioning(self, bucket_name, status)


def put_object_retention(
    self: S3Backend,
    bucket_name: str,
    key_name: str,
    version_id: str | None,
    retention: tuple[str | None, str | None],
) -> None:
    """A lock may always become longer. To shorten it takes the bypass of governance; compliance knows none."""
    key = self.get_object(bucket_name, key_name, version_id=version_id)
    if key is not None and key.is_locked(governance_bypass=_bypasses()) and not _is_longer(key, retention):
        raise S3ClientError("AccessDenied", "Access Denied because object protected by object lock.")
    _moto_put_object_retention(self, bucket_name, key_name, version_id, retention)


def _bypasses() -> bool:
    header = request.headers.get("x-amz-bypass-governance-retention", "") if has_request_context() else ""
    return bool(header.lower() == "true")


def _is_longer(key: FakeKey, retention: tuple[str | None, str | None]) -> bool:
    mode, until = retention
    if until is None or key.lock_until is None or (mode != key.lock_mode and mode != "COMPLIANCE"):
        return False
    return _moment(until) >= _moment(key.lock_until)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def install() -> None:
    backend: Any = S3Backend
    backend.put_object_lock_configuration = put_object_lock_configuration
    backend.get_object_lock_configuration = get_object_lock_configuration
    backend.put_bucket_versioning = put_bucket_versioning
    backend.put_object_retention = put_object_retention


install()
