"""Tells, in each region of a member account, whether recorder and delivery channel are the rollout's to make.

A custom resource of CloudFormation. For each region it keeps two parameters in Systems Manager, which the conditions of
the regional stack read: `create`, or `keep` where something else has made one. It changes nothing of AWS Config.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref.html
"""

import concurrent.futures
import json
import time
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

SERVICE = "config.amazonaws.com"
ROLE = "AWSServiceRoleForConfig"
PARTS = ("recorder", "delivery-channel")
#: Left for the answer, of the time that the function has.
SECONDS_TO_ANSWER = 15
#: With less than this, another attempt would not come to its end.
SECONDS_UNTIL_PERMITTED = 150
DENIED = ("AccessDenied", "AccessDeniedException")
#: What services answer for a region that the account has not enabled.
NOT_ENABLED = ("UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException", "OptInRequired")
PATIENCE = Config(connect_timeout=5, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 4})


def handler(event, context):
    try:
        data = decide_patiently(event, lambda: context.get_remaining_time_in_millis() / 1000 - SECONDS_TO_ANSWER)
        answer(event, context, "SUCCESS", "", data)
    # Whatever it is: without an answer, CloudFormation would wait for an hour.
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
        answer(event, context, "FAILED", f"{type(error).__name__}: {error} (log group {context.log_group_name})", {})


def decide_patiently(event, seconds_left):
    """Permissions of a role that was made a moment ago take a while to reach every service."""
    while True:
        try:
            return decide(event, seconds_left())
        except ClientError as error:
            if error.response["Error"]["Code"] not in DENIED or seconds_left() < SECONDS_UNTIL_PERMITTED:
                raise
            time.sleep(10)


def decide(event, seconds):
    """All regions at once, each by itself; raises where a new region fails, or is not done in time."""
    properties, deletes = event["ResourceProperties"], event["RequestType"] == "Delete"
    wanted = set(properties["Regions"])
    former = set((event.get("OldResourceProperties") or {}).get("Regions") or [])
    if not deletes:
        make_service_linked_role()
    decided = set() if deletes else wanted
    # A region that was decided before keeps that decision where it cannot be asked now.
    needed = decided - former
    pool = concurrent.futures.ThreadPoolExecutor(max_workers=10)
    running = {}
    for region in sorted(wanted | former):
        work = decide_region if region in decided else forget
        running[pool.submit(work if region in needed else tolerant(work), region, properties)] = region
    done, late = concurrent.futures.wait(running, timeout=max(seconds, 1))
    pool.shutdown(wait=False, cancel_futures=True)
    if late:
        print(f"not done in time: {', '.join(sorted(running[one] for one in late))}")
    if undecided := sorted(needed & {running[one] for one in late}):
        raise TimeoutError(f"no decision in time for {', '.join(undecided)}")
    decisions = {running[one]: one.result() for one in done}
    kept = sorted(
        f"{region} {part}" for region, parts in decisions.items() for part in parts or [] if parts[part] == "keep"
    )
    return {"Kept": ", ".join(kept) or "nothing"}


def make_service_linked_role():
    """The recorder's role. It is the account's, not this stack's: never deleted."""
    iam = boto3.client("iam", config=PATIENCE)
    try:
        iam.get_role(RoleName=ROLE)
    except iam.exceptions.NoSuchEntityException:
        try:
            iam.create_service_linked_role(AWSServiceName=SERVICE)
        # Made by something else in the meantime.
        except iam.exceptions.InvalidInputException as error:
            if "has been taken" not in str(error):
                raise


def decide_region(region, properties):
    config = boto3.client("config", region_name=region, config=PATIENCE)
    try:
        found = {
            "recorder": [one["name"] for one in config.describe_configuration_recorders()["ConfigurationRecorders"]],
            "delivery-channel": [one["name"] for one in config.describe_delivery_channels()["DeliveryChannels"]],
        }
    except ClientError as error:
        if error.response["Error"]["Code"] in NOT_ENABLED:
            print(f"{region}: not enabled in this account")
            return None
        raise
    ssm = boto3.client("ssm", region_name=region, config=PATIENCE)
    decisions = {}
    for part in PARTS:
        name = f"{properties['ParameterPrefix']}/{part}"
        before = parameter(ssm, name)
        # One of the rollout's own name is its own only if it was to make one: else an earlier rollout left it behind.
        is_own = found[part] == [properties["RecorderName"]] and before == "create"
        decisions[part] = "create" if is_own or not found[part] else "keep"
        if decisions[part] != before:
            ssm.put_parameter(Name=name, Value=decisions[part], Type="String", Overwrite=True)
    print(f"{region}: {json.dumps(found)} -> {json.dumps(decisions)}")
    return decisions


def parameter(ssm, name):
    try:
        return ssm.get_parameter(Name=name)["Parameter"]["Value"]
    except ssm.exceptions.ParameterNotFound:
        return None


def forget(region, properties):
    """Removes the parameters. What is not there any more is as good as removed."""
    ssm = boto3.client("ssm", region_name=region, config=PATIENCE)
    ssm.delete_parameters(Names=[f"{properties['ParameterPrefix']}/{part}" for part in PARTS])


def tolerant(work):
    """Prints what AWS refuses and goes on: a parameter that stays is harmless, a failed rollout is not."""

    def attempt(region, properties):
        try:
            return work(region, properties)
        except (BotoCoreError, ClientError) as error:
            print(f"{region}: left as it is: {type(error).__name__}: {error}")
            return None

    return attempt


def answer(event, context, status, reason, data):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html"""
    body = json.dumps(
        {
            "Status": status,
            # An answer may have 4,096 bytes.
            "Reason": reason[:1000],
            # The same for ever: another one would have CloudFormation delete the former resource.
            "PhysicalResourceId": event.get("PhysicalResourceId") or "member-recorders",
            "StackId": event["StackId"],
            "RequestId": event["RequestId"],
            "LogicalResourceId": event["LogicalResourceId"],
            "Data": {key: value[:2000] for key, value in data.items()},
        }
    ).encode()
    request = urllib.request.Request(event["ResponseURL"], data=body, method="PUT", headers={"Content-Type": ""})
    for attempt in (1, 2, 3):
        try:
            urllib.request.urlopen(request, timeout=4).close()
            return
        except OSError as error:
            print(f"answer {attempt} did not arrive: {error}")
