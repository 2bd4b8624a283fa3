"""What S3 gives every new bucket: encryption, disabled ACLs and all four public access blocks.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
"""

from typing import Any

from moto.s3.models import FakeBucket, PublicAccessBlock, S3Backend

_moto_init = FakeBucket.__init__


def default_encryption() -> dict[str, Any]:
    return {"Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}}


def __init__(self: Any, *args: Any, **options: Any) -> None:
    _moto_init(self, *args, **options)
    self.encryption = default_encryption()
    self.ownership_rule = "BucketOwnerEnforced"
    self.public_access_block = PublicAccessBlock("true", "true", "true", "true")


def delete_bucket_encryption(self: S3Backend, bucket_name: str) -> None:
    """Takes a bucket back to the default; there is no bucket without encryption."""
    self.get_bucket(bucket_name).encryption = default_encryption()


def install() -> None:
    bucket: Any = FakeBucket
    bucket.__init__ = __init__
    backend: Any = S3Backend
    backend.delete_bucket_encryption = delete_bucket_encryption


install()
