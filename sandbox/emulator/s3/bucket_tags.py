"""Tags that come with the creation of a bucket, which moto leaves out.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
"""

from typing import Any

import xmltodict
from flask import has_request_context, request
from moto.s3.models import FakeBucket, S3Backend

_moto_create_bucket = S3Backend.create_bucket


def create_bucket(self: S3Backend, bucket_name: str, *args: Any, **options: Any) -> FakeBucket:
    bucket = _moto_create_bucket(self, bucket_name, *args, **options)
    if has_request_context() and (tags := _tags(request.get_data())):
        self.put_bucket_tagging(bucket_name, tags)
    return bucket


def _tags(body: bytes) -> dict[str, str]:
    if b"<Tags>" not in body:
        return {}
    configuration = xmltodict.parse(body, force_list=("Tag",))["CreateBucketConfiguration"]
    return {tag["Key"]: tag["Value"] or "" for tag in configuration["Tags"]["Tag"]}


def install() -> None:
    backend: Any = S3Backend
    backend.create_bucket = create_bucket


install()
