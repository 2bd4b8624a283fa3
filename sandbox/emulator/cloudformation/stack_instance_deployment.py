"""Bringing one instance of a stack set up to date in its account, and taking it away.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html, stack instance status codes
"""

import hashlib
import json

from moto.cloudformation.exceptions import CloudFormationError
from moto.cloudformation.models import cloudformation_backends
from moto.iam.models import iam_backends
from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

from ..extension import state_lock
from ..iam.service_linked_roles import ensure_service_linked_role
from ..organizations.membership import membership_of
from . import stack_life
from .organizations_access import ADMINISTRATOR_SERVICE, MEMBER_SERVICE
from .stack import UPDATABLE, Stack
from .stack_set import StackInstance, StackSet


def deploy(stack_set: StackSet, instance: StackInstance) -> str | None:
    """Creates or updates the instance's stack; returns None, or why that failed."""
    try:
        if stack_set.service_managed:
            _prepare_account(stack_set, instance)
        stack = instance.stack
        if stack is not None and stack.status not in UPDATABLE and stack.deleted is None:
            # What a failed creation left behind is no stack that could be updated.
            stack_life.delete(stack)
        if stack is None or stack.deleted is not None or stack.status not in UPDATABLE:
            return _create(stack_set, instance)
        return _update(stack_set, instance, stack)
    except CloudFormationError as error:
        return str(error.message)


def take_away(stack_set: StackSet, instance: StackInstance, retain: bool) -> str | None:
    """Deletes the instance's stack, or leaves it alone in its account; returns None, or why that failed."""
    stack = instance.stack
    if stack is None or stack.deleted is not None or retain:
        return None
    stack_life.delete(stack)
    return None if stack.deleted is not None else _failure(stack, "DELETE")


def _create(stack_set: StackSet, instance: StackInstance) -> str | None:
    backend = cloudformation_backends[instance.account][instance.region]
    stack = Stack(
        backend,
        f"StackSet-{stack_set.name}-{mock_random.uuid4()}",
        stack_set.template,
        _parameters(stack_set, instance),
        tags=dict(stack_set.tags),
        capabilities=stack_set.capabilities,
        settings={"NotificationARNs": [], "EnableTerminationProtection": False, "DisableRollback": False},
    )
    with state_lock:
        backend.stacks[stack.stack_id] = stack  # type: ignore[assignment]
        instance.stack = stack
    # A stack that cannot be made is deleted again, as the reason then says.
    stack_life.create(stack, on_failure="DELETE")
    return None if stack.status == "CREATE_COMPLETE" else _failure(stack, "CREATE")


def _update(stack_set: StackSet, instance: StackInstance, stack: Stack) -> str | None:
    parameters = _parameters(stack_set, instance)
    same = (stack.template_model.document, stack.parameters) == (stack_set.template.document, parameters)
    # What is stored may have changed where nothing else has.
    if same and stack.tags == stack_set.tags and stack.values == stack.values_of(stack_set.template, parameters):
        return None
    stack_life.update(stack, stack_set.template, parameters, dict(stack_set.tags))
    return None if stack.status == "UPDATE_COMPLETE" else _failure(stack, "UPDATE")


def _parameters(stack_set: StackSet, instance: StackInstance) -> dict[str, str]:
    declared = stack_set.template.declared_parameters
    given = {**stack_set.parameters, **instance.overrides}
    return {name: value for name, value in given.items() if name in declared}


def _failure(stack: Stack, verb: str) -> str:
    """The first resource that failed, in StackSets' words."""
    for event in stack.events:
        if event["ResourceStatus"] in (f"{verb}_FAILED", "CREATE_FAILED") and event["LogicalResourceId"] != stack.name:
            return (
                f"ResourceLogicalId:{event['LogicalResourceId']}, ResourceType:{event['ResourceType']}, "
                f"ResourceStatusReason:{event['ResourceStatusReason']}."
            )
    reasons = [event["ResourceStatusReason"] for event in stack.events if event["ResourceStatusReason"]]
    return str(reasons[-1] if reasons else stack.status)


def _prepare_account(stack_set: StackSet, instance: StackInstance) -> None:
    """The roles that StackSets makes in an account of an organization before it deploys there."""
    membership = membership_of(stack_set.backend.account_id, stack_set.backend.region_name)
    if membership is None:
        return
    partition = get_partition(instance.region)
    iam = iam_backends[instance.account][partition]
    name = f"stacksets-exec-{hashlib.md5(membership.organization_id.encode()).hexdigest()}"
    with state_lock:
        ensure_service_linked_role(instance.account, instance.region, MEMBER_SERVICE)
        if any(role.name == name for role in iam.get_roles()):
            return
        trusted = (
            f"arn:{partition}:iam::{membership.management_account}:role/aws-service-role/{ADMINISTRATOR_SERVICE}/"
            "AWSServiceRoleForCloudFormationStackSetsOrgAdmin"
        )
        statement = {"Effect": "Allow", "Principal": {"AWS": trusted}, "Action": "sts:AssumeRole"}
        iam.create_role(
            name,
            json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
            "/",
            permissions_boundary=None,
            description="",
            tags=[],
            max_session_duration="3600",
        )
        iam.attach_role_policy(f"arn:{partition}:iam::aws:policy/AdministratorAccess", name)
