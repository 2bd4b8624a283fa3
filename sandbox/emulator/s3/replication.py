"""Replication of new objects; moto keeps the configuration of it and copies nothing.

A replica is there as soon as its original is; AWS takes seconds to minutes. Who may read, write, decrypt and encrypt is
asked of the role's policies, the destination's policy and the policies of both keys, as S3 does.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.s3.models import FakeBucket, FakeKey
from moto.s3.responses import S3Response

from ..policy_evaluation import AccessRequest, Statement, is_allowed, is_denied, statements_of
from .replication_configuration import (
    Rule,
    destination_bucket,
    prefix_of,
    replica_key,
    replicates_kms,
    role_of,
    rules_of,
)

#: What S3 tells of an object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html
COMPLETED, FAILED, REPLICA = "COMPLETED", "FAILED", "REPLICA"

_moto_response_dict = FakeKey.response_dict


@dataclass(frozen=True)
class Role:
    arn: str
    account: str
    statements: list[Statement]


def replicate(bucket: FakeBucket, key: FakeKey) -> None:
    """Copies an object that has just been made, where a rule says so, and notes on it how that went."""
    for rule in rules_of(bucket):
        encrypted = key.encryption == "aws:kms"
        if (
            rule["Status"] == "Enabled"
            and key.name.startswith(prefix_of(rule))
            and (replicates_kms(rule) or not encrypted)
        ):
            key.replication_status = COMPLETED if _copy(bucket, key, rule) else FAILED  # type: ignore[attr-defined]
            return


def _copy(bucket: FakeBucket, key: FakeKey, rule: Rule) -> bool:
    destination = destination_bucket(rule)
    role = _role(role_of(bucket))
    owner = rule["Destination"].get("Account")
    if destination is None or role is None or not destination.is_versioned:
        return False
    if owner is not None and owner != destination.account_id:
        return False
    key_arn = replica_key(rule) if key.encryption == "aws:kms" else None
    if not (_may_read(role, bucket, key) and _may_write(role, destination, key.name, key_arn)):
        return False
    replica = FakeKey(
        name=key.name,
        value=key.value,
        account_id=destination.account_id,
        region_name=destination.region_name,
        storage=rule["Destination"].get("StorageClass") or key.storage_class,
        etag=key.etag.strip('"'),
        is_versioned=True,
        # A replica keeps the identifier of its version: that is how the two are known to be the same.
        version_id=key.version_id,
        bucket_name=destination.name,
        encryption=key.encryption,
        kms_key_id=key_arn,
        bucket_key_enabled=key.bucket_key_enabled,
        lock_mode=destination.default_lock_mode if destination.has_default_lock else None,
        lock_until=destination.default_retention() if destination.has_default_lock else None,
        checksum_value=key.checksum_value,
    )
    replica.checksum_algorithm = key.checksum_algorithm
    replica.last_modified = key.last_modified
    replica.set_metadata(dict(key.metadata))
    replica.replication_status = REPLICA  # type: ignore[attr-defined]
    destination.keys.setlist(key.name, [*destination.keys.getlist(key.name, []), replica])
    return True


def _may_read(role: Role, bucket: FakeBucket, key: FakeKey) -> bool:
    actions = ("s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl")
    requests = [AccessRequest(action, f"{bucket.arn}/{key.name}") for action in actions]
    requests += [AccessRequest(action, bucket.arn) for action in ("s3:GetReplicationConfiguration", "s3:ListBucket")]
    policy = statements_of(bucket.policy)
    if not all(_is_granted(role, bucket.account_id, policy, request) for request in requests):
        return False
    return key.encryption != "aws:kms" or _may_use(role, bucket, key.name, key.kms_key_id, ("kms:Decrypt",))


def _may_write(role: Role, destination: FakeBucket, name: str, key_arn: str | None) -> bool:
    policy = statements_of(destination.policy)
    account = destination.account_id
    actions = ("s3:ReplicateObject", "s3:ReplicateTags")
    requests = [AccessRequest(action, f"{destination.arn}/{name}") for action in actions]
    if not all(_is_granted(role, account, policy, request) for request in requests):
        return False
    return key_arn is None or _may_use(role, destination, name, key_arn, ("kms:Encrypt", "kms:Decrypt"))


def _may_use(role: Role, bucket: FakeBucket, name: str, key_arn: str | None, actions: tuple[str, ...]) -> bool:
    parts = (key_arn or "").split(":")
    if len(parts) != 6 or parts[3] != bucket.region_name:
        return False
    keys = kms_backends[parts[4]][parts[3]].keys
    key = keys.get(parts[5].removeprefix("key/"))
    if key is None or key.key_state != "Enabled":
        return False
    encryption = (bucket.encryption or {}).get("Rule", {})
    by_bucket_key = str(encryption.get("BucketKeyEnabled")).lower() == "true"
    context: dict[str, str | None] = {
        "kms:viaservice": f"s3.{bucket.region_name}.amazonaws.com",
        "kms:encryptioncontext:aws:s3:arn": bucket.arn if by_bucket_key else f"{bucket.arn}/{name}",
    }
    requests = [AccessRequest(action, key.arn, context=context) for action in actions]
    return all(_is_granted(role, parts[4], statements_of(key.policy), request) for request in requests)


def _is_granted(role: Role, owner: str, resource_policy: list[Statement], request: AccessRequest) -> bool:
    """Within an account either policy is enough; across accounts both have to allow.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
    """
    root = f"arn:aws:iam::{role.account}:root"
    asked = AccessRequest(
        request.action,
        request.resource,
        frozenset({f"arn:{role.arn}", f"arn:{root}"}),
        {**request.context, "aws:securetransport": "true", "aws:principalarn": role.arn},
    )
    if is_denied(resource_policy, asked) or is_denied(role.statements, asked):
        return False
    by_identity = is_allowed(role.statements, asked)
    return by_identity if owner == role.account else by_identity and is_allowed(resource_policy, asked)


def _role(arn: str) -> Role | None:
    """Whom S3 may assume, with what the role's own policies say."""
    account = arn.split(":")[4]
    for role in iam_backends[account]["aws"].get_roles():
        if role.arn == arn:
            trust = statements_of(role.assume_role_policy_document)
            if not is_allowed(trust, AccessRequest("sts:AssumeRole", arn, frozenset({"service:s3.amazonaws.com"}))):
                return None
            documents: list[Any] = list(role.policies.values())
            for policy in role.managed_policies.values():
                documents += [version.document for version in policy.versions if version.is_default]
            return Role(arn, account, [one for document in documents for one in statements_of(document)])
    return None


def _replicating(operation: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def replicated(self: Any) -> Any:
        answer = operation(self)
        bucket = self.backend.get_bucket(self.bucket_name)
        key = bucket.keys.get(self.parse_key_name())
        if isinstance(key, FakeKey) and not hasattr(key, "replication_status"):
            replicate(bucket, key)
        return answer

    replicated.__name__ = operation.__name__
    return replicated


def response_dict(self: FakeKey) -> dict[str, Any]:
    told: dict[str, Any] = _moto_response_dict.fget(self)  # type: ignore[attr-defined]
    status = getattr(self, "replication_status", None)
    return told if status is None else {**told, "x-amz-replication-status": status}


def install() -> None:
    response: Any = S3Response
    response.put_object = _replicating(S3Response.put_object)
    response.copy_object = _replicating(S3Response.copy_object)
    key: Any = FakeKey
    key.response_dict = property(response_dict)


install()
