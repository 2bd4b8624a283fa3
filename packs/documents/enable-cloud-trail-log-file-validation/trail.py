"""Whether a trail validates its log files, and whether that can be changed from here."""

import boto3
from botocore.exceptions import ClientError

from inspection import RETRIES, change, exemption_of, is_dry_run, leave, tags_of


def inspect_trail(events, context):
    cloudtrail = boto3.client("cloudtrail", config=RETRIES)
    name = events["TrailName"]
    try:
        trail = cloudtrail.get_trail(Name=name)["Trail"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "TrailNotFoundException":
            raise
        return leave(f"{name} is gone already.")
    arn = trail["TrailARN"]
    if trail.get("LogFileValidationEnabled"):
        return leave(f"{arn} validates its log files already.")
    own = arn.split(":")[4] == events["AccountId"]
    home = trail.get("HomeRegion", events["Region"])
    # Where it cannot be changed, its tags cannot be read either.
    tags = _tags(cloudtrail, arn) if own and home == events["Region"] else {}
    if exemption := exemption_of([name, trail["Name"], arn], tags, events):
        return leave(f"{arn} stays: {exemption}.")
    if not own:
        raise ValueError(f"{arn} belongs to another account, where alone it can be changed.")
    if home != events["Region"]:
        raise ValueError(f"{arn} belongs to {home}, where alone it can be changed.")
    if is_dry_run(events):
        return leave(f"Dry run: log file validation of {arn} would be turned on.")
    return change(f"Log file validation of {arn} is turned on.")


def _tags(cloudtrail, arn):
    listed = cloudtrail.list_tags(ResourceIdList=[arn])["ResourceTagList"]
    return tags_of(listed[0]["TagsList"] if listed else [])
