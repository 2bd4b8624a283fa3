"""The delivery channel's checks of its bucket, bucket policy, topic and key; moto accepts any.

https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html
"""

from dataclasses import replace
from typing import Any

from moto.config.models import ConfigBackend
from moto.config.responses import ConfigResponse
from moto.core.exceptions import JsonRESTError
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.s3.models import FakeBucket, s3_backends
from moto.sns.models import sns_backends
from moto.utilities.utils import get_partition

from ..extension import ServiceError, now, operation, parameters
from ..organizations.membership import membership_of
from ..policy_evaluation import AccessRequest, Statement, is_allowed, is_denied, statements_of
from .configuration_recorder import arn as recorder_arn

SERVICE_LINKED_ROLE_PATH = ":role/aws-service-role/config.amazonaws.com/"


@operation(ConfigResponse)
def put_delivery_channel(response: ConfigResponse) -> None:
    channel = parameters(response).get("DeliveryChannel") or {}
    backend = response.config_backend
    # moto's own checks come first: an order of creation that is wrong, names, frequencies.
    before = dict(backend.delivery_channels)
    backend.put_delivery_channel(channel)
    try:
        _check_destinations(backend, channel)
    except JsonRESTError:
        backend.delivery_channels = before
        raise


@operation(ConfigResponse)
def describe_delivery_channel_status(response: ConfigResponse) -> dict[str, Any]:
    backend = response.config_backend
    channels = backend.describe_delivery_channels(parameters(response).get("DeliveryChannelNames") or [])
    recording = any(recorder.status.recording for recorder in backend.recorders.values())
    # Nothing is ever delivered here, and AWS says so of a channel that has delivered nothing yet.
    delivered = {"lastStatus": "NOT_APPLICABLE", "lastStatusChangeTime": now()}
    return {
        "DeliveryChannelsStatus": [
            {
                "name": channel["name"],
                "configHistoryDeliveryInfo": {} if not recording else {"lastStatus": "NOT_APPLICABLE"},
                "configStreamDeliveryInfo": delivered,
            }
            for channel in channels
        ]
    }


def _check_destinations(backend: ConfigBackend, channel: dict[str, Any]) -> None:
    key_arn = channel.get("s3KmsKeyArn")
    key_policy = _key_policy(key_arn) if key_arn else None
    topic_arn = channel.get("snsTopicARN")
    if topic_arn and not _topic_exists(topic_arn):
        raise ServiceError("InvalidSNSTopicARNException", f"The SNS topic {topic_arn} does not exist.")
    bucket = _find_bucket(channel["s3BucketName"], backend)
    identities = _identity_statements(backend)
    if not all(_may_write(bucket, identities, request, backend) for request in _bucket_requests(backend, channel)):
        raise _insufficient(channel)
    if key_arn and key_policy is not None:
        requests = [_with_account(request, identities, backend) for request in _key_requests(backend, key_arn)]
        if not all(is_allowed(key_policy, request) for request in requests):
            raise _insufficient(channel)


def _insufficient(channel: dict[str, Any]) -> ServiceError:
    return ServiceError(
        "InsufficientDeliveryPolicyException",
        f"Insufficient delivery policy to s3 bucket: {channel['s3BucketName']}, unable to write to bucket, "
        f"provided s3 key prefix is '{channel.get('s3KeyPrefix', 'null')}', "
        f"provided kms key is '{channel.get('s3KmsKeyArn', 'null')}'.",
    )


def _find_bucket(name: str, backend: ConfigBackend) -> FakeBucket:
    if name not in s3_backends.bucket_accounts:
        raise ServiceError("NoSuchBucketException", f"Cannot find the S3 bucket '{name}'.")
    partition, account = s3_backends.bucket_accounts[name]
    bucket: FakeBucket = s3_backends[account][partition].buckets[name]
    return bucket


def _topic_exists(topic_arn: str) -> bool:
    parts = topic_arn.split(":")
    return len(parts) == 6 and topic_arn in sns_backends[parts[4]][parts[3]].topics


def _key_policy(key_arn: str) -> list[Statement]:
    parts = key_arn.split(":")
    if len(parts) == 6 and parts[2] == "kms":
        keys = kms_backends[parts[4]][parts[3]]
        kind, _, name = parts[5].partition("/")
        key_id = name if kind == "key" else keys.get_key_id_from_alias(parts[5])
        if key_id in keys.keys:
            return statements_of(keys.keys[key_id].policy)
    raise ServiceError("InvalidS3KmsKeyArnException", f"The KMS key {key_arn} does not exist.")


def _role_arn(backend: ConfigBackend) -> str:
    return str(next(iter(backend.recorders.values())).role_arn)


def _principals(backend: ConfigBackend) -> frozenset[str]:
    """Config delivers as itself where the recorder has the service-linked role, else as the recorder's role."""
    role = _role_arn(backend)
    delivers_as_service = SERVICE_LINKED_ROLE_PATH in role
    return frozenset({f"arn:{role}", *(["service:config.amazonaws.com"] if delivers_as_service else [])})


def _identity_statements(backend: ConfigBackend) -> list[Statement]:
    """What the recorder's own role may do; the service-linked role's policy is AWS's and does not reach S3 objects."""
    role_arn = _role_arn(backend)
    account = role_arn.split(":")[4] if role_arn.count(":") >= 5 else backend.account_id
    if SERVICE_LINKED_ROLE_PATH in role_arn:
        return []
    for role in iam_backends[account][get_partition(backend.region_name)].get_roles():
        if role.arn == role_arn:
            documents = list(role.policies.values())
            for policy in role.managed_policies.values():
                documents += [version.document for version in policy.versions if version.is_default]
            return [statement for document in documents for statement in statements_of(document)]
    return []


def _context(backend: ConfigBackend) -> dict[str, str | None]:
    """Condition keys of Config's own requests."""
    membership = membership_of(backend.account_id, backend.region_name)
    organization = membership.organization_id if membership else None
    service = "service:config.amazonaws.com" in _principals(backend)
    return {
        "aws:securetransport": "true",
        "aws:sourceaccount": backend.account_id if service else None,
        "aws:sourcearn": recorder_arn(backend, next(iter(backend.recorders))) if service else None,
        "aws:sourceorgid": organization if service else None,
        # A service principal belongs to no organization or account.
        "aws:principalorgid": None if service else organization,
        "aws:principalaccount": None if service else backend.account_id,
        "aws:principalarn": None if service else _role_arn(backend),
        "aws:principalisawsservice": "true" if service else "false",
        "aws:principalservicename": "config.amazonaws.com" if service else None,
    }


def _bucket_requests(backend: ConfigBackend, channel: dict[str, Any]) -> list[AccessRequest]:
    bucket = f"arn:{get_partition(backend.region_name)}:s3:::{channel['s3BucketName']}"
    prefix = f"{channel['s3KeyPrefix']}/" if channel.get("s3KeyPrefix") else ""
    written = f"{bucket}/{prefix}AWSLogs/{backend.account_id}/Config/ConfigWritabilityCheckFile"
    context = _context(backend)
    key = channel.get("s3KmsKeyArn")
    writing = {
        **context,
        "s3:x-amz-acl": "bucket-owner-full-control",
        "s3:x-amz-server-side-encryption": "aws:kms" if key else None,
        "s3:x-amz-server-side-encryption-aws-kms-key-id": key,
        "s3:x-amz-server-side-encryption-customer-algorithm": None,
    }
    principals = _principals(backend)
    return [
        AccessRequest("s3:GetBucketAcl", bucket, principals, context),
        AccessRequest("s3:ListBucket", bucket, principals, context),
        AccessRequest("s3:PutObject", written, principals, writing),
    ]


def _key_requests(backend: ConfigBackend, key_arn: str) -> list[AccessRequest]:
    context = {
        **_context(backend),
        "kms:viaservice": f"s3.{backend.region_name}.amazonaws.com",
        "kms:calleraccount": backend.account_id,
    }
    principals = _principals(backend)
    return [AccessRequest(action, key_arn, principals, context) for action in ("kms:GenerateDataKey", "kms:Decrypt")]


def _with_account(request: AccessRequest, identities: list[Statement], backend: ConfigBackend) -> AccessRequest:
    """A resource policy that allows the whole account allows those in it whom their own policies allow."""
    if not is_allowed(identities, request):
        return request
    root = f"arn:arn:{get_partition(backend.region_name)}:iam::{backend.account_id}:root"
    return replace(request, principals=request.principals | {root})


def _may_write(bucket: FakeBucket, identities: list[Statement], request: AccessRequest, backend: ConfigBackend) -> bool:
    policy = statements_of(bucket.policy)
    if is_denied(policy, request) or is_denied(identities, request):
        return False
    own = bucket.account_id == backend.account_id and is_allowed(identities, request)
    return own or is_allowed(policy, _with_account(request, identities, backend))
