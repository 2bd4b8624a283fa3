"""Which of the four settings against public access are off in a bucket."""

import boto3
from botocore.exceptions import ClientError

from inspection import RETRIES, change, exemption_of, is_dry_run, leave, tags_of

#: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html
SETTINGS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def inspect_bucket(events, context):
    s3 = boto3.client("s3", config=RETRIES)
    bucket = events["BucketName"]
    try:
        tags = _tags(s3, bucket)
        off = _settings_off(s3, bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchBucket":
            raise
        return leave(f"{bucket} is gone already.")
    if exemption := exemption_of([bucket], tags, events):
        return leave(f"{bucket} stays: {exemption}.")
    if not off:
        return leave(f"{bucket} blocks public access already.")
    if is_dry_run(events):
        return leave(f"Dry run: would be turned on in {bucket}: {', '.join(off)}.")
    return change(f"Turned on in {bucket}: {', '.join(off)}.")


def verify_bucket(events, context):
    off = _settings_off(boto3.client("s3", config=RETRIES), events["BucketName"])
    if off:
        raise ValueError(f"Still off in {events['BucketName']}: {', '.join(off)}.")
    return {"Message": f"{events['BucketName']} blocks public access."}


def _tags(s3, bucket):
    try:
        return tags_of(s3.get_bucket_tagging(Bucket=bucket)["TagSet"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchTagSet":
            raise
        return {}


def _settings_off(s3, bucket):
    try:
        settings = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchPublicAccessBlockConfiguration":
            raise
        settings = {}
    return [name for name in SETTINGS if not settings.get(name)]
