"""Access keys and passwords of an IAM user that were not used for some days."""

import datetime

import boto3

from inspection import RETRIES, change, exemption_of, is_dry_run, leave, tags_of

KINDS = ("access-keys", "password")


def inspect_credentials(events, context):
    iam = boto3.client("iam", config=RETRIES)
    name = _user_name(iam, events["UserId"])
    if name is None:
        return leave(f"There is no user {events['UserId']} any more.", UserName="")
    user = iam.get_user(UserName=name)["User"]
    names = [user["UserId"], name, user["Arn"]]
    if exemption := exemption_of(names, tags_of(user.get("Tags")), events):
        return leave(f"{name} stays: {exemption}.", UserName=name)
    unused = _unused(iam, name, events)
    if not unused:
        return leave(f"{name} has no credential that was unused for more than {events['Days']} days.", UserName=name)
    described = "; ".join(one["description"] for one in unused)
    if is_dry_run(events):
        return leave(f"Dry run: would be disabled of {name}: {described}.", UserName=name)
    return change(f"To be disabled of {name}: {described}.", UserName=name)


def disable_credentials(events, context):
    iam = boto3.client("iam", config=RETRIES)
    name = events["UserName"]
    done = []
    for one in _unused(iam, name, events):
        if one["key"]:
            iam.update_access_key(UserName=name, AccessKeyId=one["key"], Status="Inactive")
        else:
            iam.delete_login_profile(UserName=name)
        done.append(one["description"])
    return {"Message": f"Disabled of {name}: {'; '.join(done) or 'nothing, all was used meanwhile'}."}


def verify_credentials(events, context):
    left = _unused(boto3.client("iam", config=RETRIES), events["UserName"], events)
    if left:
        raise ValueError(f"{events['UserName']} still has: {'; '.join(one['description'] for one in left)}.")
    return {"Message": f"{events['UserName']} has no unused credential left."}


def _user_name(iam, user_id):
    """AWS Config names users by their unique ID, by which IAM finds none."""
    for page in iam.get_paginator("list_users").paginate():
        for user in page["Users"]:
            if user_id in (user["UserId"], user["UserName"]):
                return user["UserName"]
    return None


def _unused(iam, name, events):
    kinds = events["Credentials"]
    if unknown := sorted(set(kinds) - set(KINDS)):
        raise ValueError(f"{', '.join(unknown)} is no kind of credential: write {' or '.join(KINDS)}.")
    days = int(events["Days"])
    found = []
    if "access-keys" in kinds:
        for page in iam.get_paginator("list_access_keys").paginate(UserName=name):
            for key in page["AccessKeyMetadata"]:
                if key["Status"] == "Active":
                    used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
                    what = f"access key {key['AccessKeyId']}"
                    found += _if_unused(what, key["AccessKeyId"], key["CreateDate"], used.get("LastUsedDate"), days)
    if "password" in kinds:
        try:
            made = iam.get_login_profile(UserName=name)["LoginProfile"]["CreateDate"]
        except iam.exceptions.NoSuchEntityException:
            return found
        used = iam.get_user(UserName=name)["User"].get("PasswordLastUsed")
        found += _if_unused("password", None, made, used, days)
    return found


def _if_unused(what, key, made, used, days):
    # A password that was set anew is younger than the last use of the one before.
    since = max(made, used) if used else made
    age = (datetime.datetime.now(datetime.timezone.utc) - since).days
    if age <= days:
        return []
    how = "last used" if since == used else "never used, made"
    return [{"key": key, "description": f"{what}, {how} {age} days ago"}]
