"""What the document ConformancePacks-DeleteUnattachedSecurityGroup finds out of a group, before and afterwards."""

import boto3
from botocore.exceptions import ClientError

from inspection import RETRIES, change, exemption_of, is_dry_run, leave, tags_of


def inspect_group(events, context):
    ec2 = boto3.client("ec2", config=RETRIES)
    group_id = events["GroupId"]
    group = _find_group(ec2, group_id)
    if group is None:
        return leave(f"{group_id} is gone already.")
    named = f"{group_id} ({group['GroupName']})"
    if exemption := exemption_of([group_id, group["GroupName"]], tags_of(group.get("Tags")), events):
        return leave(f"{named} stays: {exemption}.")
    if group["GroupName"] == "default":
        raise ValueError(f"{named} is the default group of {group.get('VpcId')}, which cannot be deleted.")
    if interfaces := _interfaces(ec2, group_id):
        return leave(f"{named} stays: {', '.join(interfaces)} uses it.")
    if users := [*_referring_groups(ec2, group_id), *_peered_vpcs(ec2, group_id), *_launch_templates(ec2, group_id)]:
        raise ValueError(f"{named} is not deleted: {', '.join(users)} refers to it. Remove the reference first.")
    _rehearse(ec2, group_id)
    if is_dry_run(events):
        return leave(f"Dry run: {named} would be deleted.")
    return change(f"{named} is deleted: no network interface uses it.")


def verify_deletion(events, context):
    group_id = events["GroupId"]
    if _find_group(boto3.client("ec2", config=RETRIES), group_id) is not None:
        raise ValueError(f"{group_id} is still there.")
    return {"Message": f"{group_id} is gone."}


def _find_group(ec2, group_id):
    # By a filter: an unknown ID is then no error.
    found = ec2.describe_security_groups(Filters=[{"Name": "group-id", "Values": [group_id]}])["SecurityGroups"]
    return found[0] if found else None


def _interfaces(ec2, group_id):
    pages = ec2.get_paginator("describe_network_interfaces").paginate(
        Filters=[{"Name": "group-id", "Values": [group_id]}]
    )
    return sorted(one["NetworkInterfaceId"] for page in pages for one in page["NetworkInterfaces"])


def _referring_groups(ec2, group_id):
    """Other groups with a rule that names this one; a rule of its own goes with it."""
    found = set()
    for name in ("ip-permission.group-id", "egress.ip-permission.group-id"):
        pages = ec2.get_paginator("describe_security_groups").paginate(Filters=[{"Name": name, "Values": [group_id]}])
        found |= {group["GroupId"] for page in pages for group in page["SecurityGroups"]}
    return sorted(found - {group_id})


def _peered_vpcs(ec2, group_id):
    """VPCs at the other end of a peering: EC2 would delete the group all the same, and leave their rules stale."""
    found = ec2.describe_security_group_references(GroupId=[group_id])["SecurityGroupReferenceSet"]
    return sorted({one["ReferencingVpcId"] for one in found})


def _launch_templates(ec2, group_id):
    """Launch templates whose next instances would start with the group; EC2 does not look at them."""
    pages = ec2.get_paginator("describe_launch_template_versions").paginate(Versions=["$Default", "$Latest"])
    versions = [version for page in pages for version in page["LaunchTemplateVersions"]]
    return sorted({one["LaunchTemplateId"] for one in versions if group_id in _groups_of(one["LaunchTemplateData"])})


def _groups_of(data):
    groups = set(data.get("SecurityGroupIds") or [])
    for interface in data.get("NetworkInterfaces") or []:
        groups |= set(interface.get("Groups") or [])
    return groups


def _rehearse(ec2, group_id):
    """EC2's own dry run, which always ends in an error: a missing permission is found before anything is done."""
    try:
        ec2.delete_security_group(GroupId=group_id, DryRun=True)
    except ClientError as error:
        if error.response["Error"]["Code"] != "DryRunOperation":
            raise
