"""Whether a trail may write into its bucket and use its key: moto only looks whether the bucket exists.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
"""

from moto.cloudtrail.exceptions import S3BucketDoesNotExistException
from moto.cloudtrail.models import Trail
from moto.kms.models import Key, kms_backends
from moto.s3.models import s3_backends

from ..extension import ServiceError
from ..organizations.membership import membership_of
from ..policy_evaluation import AccessRequest, is_allowed, statements_of

CLOUDTRAIL = frozenset({"service:cloudtrail.amazonaws.com"})


def check_delivery(trail: Trail) -> None:
    """Raises what CloudTrail answers where the bucket, its policy, the key or the key's policy will not do."""
    _check_bucket(trail)
    if trail.kms_key_id:
        _check_key(trail, _find_key(trail.kms_key_id))


def _check_bucket(trail: Trail) -> None:
    name = trail.bucket_name
    if name not in s3_backends.bucket_accounts:
        raise S3BucketDoesNotExistException(f"S3 bucket {name} does not exist!")
    partition, account = s3_backends.bucket_accounts[name]
    policy = statements_of(s3_backends[account][partition].buckets[name].policy)
    if not all(is_allowed(policy, request) for request in _bucket_requests(trail)):
        raise ServiceError(
            "InsufficientS3BucketPolicyException", f"Incorrect S3 bucket policy is detected for bucket: {name}"
        )


def _bucket_requests(trail: Trail) -> list[AccessRequest]:
    bucket = f"arn:{trail.partition}:s3:::{trail.bucket_name}"
    prefix = f"{trail.s3_key_prefix}/" if trail.s3_key_prefix else ""
    context = _context(trail)
    written = f"{bucket}/{prefix}AWSLogs/{_owner(trail)}/CloudTrail/{trail.region_name}/log.json.gz"
    writing = {**context, "s3:x-amz-acl": "bucket-owner-full-control"}
    return [
        AccessRequest("s3:GetBucketAcl", bucket, CLOUDTRAIL, context),
        AccessRequest("s3:PutObject", written, CLOUDTRAIL, writing),
    ]


def _owner(trail: Trail) -> str:
    """The folder of a trail's logs: an organization's stand under its ID."""
    membership = membership_of(trail.account_id, trail.region_name) if trail.is_org_trail else None
    return trail.account_id if membership is None else f"{membership.organization_id}/{trail.account_id}"


def _find_key(arn: str) -> Key:
    parts = arn.split(":")
    if len(parts) == 6 and parts[2] == "kms":
        keys = kms_backends[parts[4]][parts[3]]
        kind, _, name = parts[5].partition("/")
        found: Key | None = keys.keys.get(name if kind == "key" else keys.get_key_id_from_alias(parts[5]))
        if found is not None:
            return found
    raise ServiceError("KmsKeyNotFoundException", f"KMS key {arn} was not found.")


def _check_key(trail: Trail, key: Key) -> None:
    if key.key_state != "Enabled":
        raise ServiceError("KmsException", f"KMS key {key.arn} is {key.key_state}.")
    context = {**_context(trail), "kms:encryptioncontext:aws:cloudtrail:arn": trail.arn}
    policy = statements_of(key.policy)
    for action in ("kms:GenerateDataKey", "kms:DescribeKey"):
        if not is_allowed(policy, AccessRequest(action, key.arn, CLOUDTRAIL, context)):
            raise ServiceError(
                "InsufficientEncryptionPolicyException",
                f"Insufficient permissions to access S3 bucket {trail.bucket_name} or KMS key {key.arn}.",
            )


def _context(trail: Trail) -> dict[str, str | None]:
    """Condition keys of CloudTrail's own requests; a service principal belongs to no account."""
    return {
        "aws:securetransport": "true",
        "aws:sourceaccount": trail.account_id,
        "aws:sourcearn": trail.arn,
        "aws:principalorgid": None,
        "aws:principalaccount": None,
        "aws:principalisawsservice": "true",
        "aws:principalservicename": "cloudtrail.amazonaws.com",
    }
