"""Where a template comes from: the request itself, Amazon S3 or Systems Manager."""

from typing import Any

from moto.s3.models import s3_backends

from ..extension import ServiceError
from ..policy_evaluation import AccessRequest, is_allowed, statements_of

BODY_BYTES = 51_200
S3_BYTES = 307_200


def check_body(body: str) -> str:
    size = len(body.encode())
    if not 1 <= size <= BODY_BYTES:
        raise ServiceError(
            "ValidationException",
            "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have "
            f"length less than or equal to {BODY_BYTES} and greater than or equal to 1; it has {size} bytes.",
        )
    return body


def read_from_s3(uri: str, account: str, region: str) -> str:
    """https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html, TemplateS3Uri."""
    name, _, key = uri.removeprefix("s3://").partition("/")
    if not uri.startswith("s3://") or not name or not key:
        raise ServiceError(
            "ValidationException",
            f"1 validation error detected: Value '{uri}' at 'templateS3Uri' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: s3://.*",
        )
    unreadable = ServiceError(
        "InsufficientPermissionsException", f"The template {uri} does not exist, or you may not read it."
    )
    if name not in s3_backends.bucket_accounts:
        raise unreadable
    partition, owner = s3_backends.bucket_accounts[name]
    backend = s3_backends[owner][partition]
    bucket = backend.buckets[name]
    root = frozenset({f"arn:arn:{partition}:iam::{account}:root"})
    request = AccessRequest("s3:GetObject", f"arn:{partition}:s3:::{name}/{key}", root, {"aws:securetransport": "true"})
    stored = backend.get_object(name, key)
    if stored is None or (owner != account and not is_allowed(statements_of(bucket.policy), request)):
        raise unreadable
    if bucket.region_name != region:
        raise ServiceError(
            "InvalidParameterValueException",
            f"The bucket {name} is in {bucket.region_name}; the template must be in {region}, the pack's region.",
        )
    content: bytes = stored.value
    if len(content) > S3_BYTES:
        raise ServiceError(
            "InvalidParameterValueException",
            f"The template {uri} has {len(content)} bytes; at most {S3_BYTES} are allowed.",
        )
    return content.decode("utf-8", "replace")


def read_from_ssm(details: dict[str, Any], account: str, region: str) -> str:
    # Slow to load, and seldom needed.
    from moto.ssm.models import ssm_backends

    name = str(details.get("DocumentName") or "").split("document/")[-1]
    version = details.get("DocumentVersion") or "$DEFAULT"
    try:
        # An absent version is the default one to moto.
        document = ssm_backends[account][region].get_document(name, "" if version == "$DEFAULT" else version, "", "")
    except Exception:  # moto's several kinds of "no such document".
        raise ServiceError(
            "InsufficientPermissionsException",
            f"The SSM document {name} does not exist in {region}, or you may not read it.",
        ) from None
    return str(document["Content"])
