"""The replication configuration of a bucket: checked as S3 checks it, and told whole; moto tells the destination only.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.s3.exceptions import ReplicationConfigurationNotFoundError, S3ClientError
from moto.s3.models import FakeBucket, S3Backend, s3_backends
from moto.s3.responses import S3Response

Rule = dict[str, Any]

_moto_put_bucket_replication = S3Backend.put_bucket_replication


def put_bucket_replication(self: S3Backend, bucket_name: str, replication: dict[str, Any]) -> None:
    rules = replication["Rule"] if isinstance(replication["Rule"], list) else [replication["Rule"]]
    for rule in rules:
        _check(rule)
    _moto_put_bucket_replication(self, bucket_name, replication)


def rules_of(bucket: FakeBucket) -> list[Rule]:
    replication = getattr(bucket, "replication", None) or {}
    return list(replication.get("Rule", []))


def role_of(bucket: FakeBucket) -> str:
    return str(bucket.replication["Role"])  # type: ignore[attr-defined]


def prefix_of(rule: Rule) -> str:
    return str((rule.get("Filter") or {}).get("Prefix") or rule.get("Prefix") or "")


def replicates_kms(rule: Rule) -> bool:
    criteria = (rule.get("SourceSelectionCriteria") or {}).get("SseKmsEncryptedObjects") or {}
    return criteria.get("Status") == "Enabled"


def replica_key(rule: Rule) -> str | None:
    encryption = rule["Destination"].get("EncryptionConfiguration") or {}
    key_arn = encryption.get("ReplicaKmsKeyID")
    return None if key_arn is None else str(key_arn)


def destination_bucket(rule: Rule) -> FakeBucket | None:
    name = rule["Destination"]["Bucket"].split(":::")[-1]
    if name not in s3_backends.bucket_accounts:
        return None
    partition, account = s3_backends.bucket_accounts[name]
    bucket: FakeBucket = s3_backends[account][partition].get_bucket(name)
    return bucket


def _check(rule: Rule) -> None:
    if set(rule.get("Filter") or {}) - {"Prefix"}:
        raise S3ClientError("NotImplemented", "The emulator replicates by prefixes only, and not by tags.")
    bucket = destination_bucket(rule)
    if bucket is None:
        raise S3ClientError("InvalidRequest", "Destination bucket must exist.")
    if not bucket.is_versioned:
        raise S3ClientError("InvalidRequest", "Destination bucket must have versioning enabled.")
    if replicates_kms(rule) and replica_key(rule) is None:
        raise S3ClientError(
            "InvalidRequest", "ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present."
        )
    if "AccessControlTranslation" in rule["Destination"] and "Account" not in rule["Destination"]:
        raise S3ClientError("InvalidRequest", "Account must be specified with AccessControlTranslation.")


def get_bucket_replication(self: Any) -> Any:
    bucket = self.backend.get_bucket(self.bucket_name)
    rules = rules_of(bucket)
    if not rules:
        raise ReplicationConfigurationNotFoundError(bucket_name=self.bucket_name)
    self.data["Action"] = "GetBucketReplication"
    configuration = {"Role": role_of(bucket), "Rules": [_told(rule) for rule in rules]}
    return self.serialized(ActionResult({"ReplicationConfiguration": configuration}))


def _told(rule: Rule) -> Rule:
    told = {**rule, "Priority": int(rule["Priority"])}
    if "Filter" in rule:
        told["Filter"] = {"Prefix": prefix_of(rule)}
    return told


def install() -> None:
    backend: Any = S3Backend
    backend.put_bucket_replication = put_bucket_replication
    response: Any = S3Response
    response.get_bucket_replication = get_bucket_replication


install()
