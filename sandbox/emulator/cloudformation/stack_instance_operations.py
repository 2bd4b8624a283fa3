"""The operations on the instances of stack sets.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackInstances.html
"""

from typing import Any

from moto.cloudformation.exceptions import StackInstanceNotFound, ValidationError
from moto.cloudformation.responses import CloudFormationResponse

from .answers import given_parameters, is_true, page, parameter, query_operation
from .deployment_targets import accounts_to_change, accounts_to_create, is_suspended
from .organizations_access import check_service_managed
from .stack_set import StackInstance, StackSet
from .stack_set_operation import enqueue
from .stack_set_requests import find_stack_set, make_operation, regions_of


@query_operation
def create_stack_instances(response: CloudFormationResponse) -> dict[str, Any]:
    stack_set, regions = find_stack_set(response), regions_of(response)
    targets = parameter(response, "DeploymentTargets")
    accounts: dict[str, str | None]
    suspended: set[str] = set()
    if stack_set.service_managed:
        if parameter(response, "Accounts") or not targets:
            raise ValidationError(
                message="StackSets with SERVICE_MANAGED permission model can only have OrganizationalUnit as target"
            )
        membership = check_service_managed(stack_set.backend)
        found = accounts_to_create(membership, targets)
        accounts = dict(found)
        suspended = {account for account in accounts if is_suspended(membership, account)}
    else:
        accounts = dict.fromkeys(parameter(response, "Accounts") or (targets or {}).get("Accounts") or [])
    overrides = given_parameters(response, "ParameterOverrides")
    _check_overrides(stack_set, overrides)
    made = [
        stack_set.instances.get((account, region)) or StackInstance(stack_set.id, account, region, unit, overrides)
        for region in regions
        for account, unit in accounts.items()
    ]
    operation = make_operation(response, stack_set, "CREATE", [i for i in made if i.account not in suspended])
    for instance in made:
        stack_set.instances[instance.key] = instance
        if overrides:
            instance.overrides = overrides
        if instance.account in suspended:
            instance.detailed_status = "SKIPPED_SUSPENDED_ACCOUNT"
    for unit in (targets or {}).get("OrganizationalUnitIds") or []:
        known = stack_set.targeted_units.setdefault(unit, [])
        known.extend(region for region in regions if region not in known)
    enqueue(stack_set, operation)
    return {"OperationId": operation.id}


@query_operation
def update_stack_instances(response: CloudFormationResponse) -> dict[str, Any]:
    stack_set = find_stack_set(response)
    overrides = given_parameters(response, "ParameterOverrides")
    _check_overrides(stack_set, overrides)
    kept = [
        i["ParameterKey"] for i in parameter(response, "ParameterOverrides", []) if is_true(i.get("UsePreviousValue"))
    ]
    chosen = _chosen(response, stack_set)
    operation = make_operation(response, stack_set, "UPDATE", chosen)
    for instance in chosen:
        previous = {name: value for name, value in instance.overrides.items() if name in kept}
        instance.overrides = {**previous, **overrides}
    enqueue(stack_set, operation)
    return {"OperationId": operation.id}


@query_operation
def delete_stack_instances(response: CloudFormationResponse) -> dict[str, Any]:
    stack_set, regions = find_stack_set(response), regions_of(response)
    if parameter(response, "RetainStacks") is None:
        raise ValidationError(message="RetainStacks must be specified")
    chosen = _chosen(response, stack_set)
    operation = make_operation(response, stack_set, "DELETE", chosen)
    operation.retain_stacks = is_true(parameter(response, "RetainStacks"))
    targets = parameter(response, "DeploymentTargets") or {}
    # Of a unit some of whose accounts were chosen only, the unit remains a target.
    if not targets.get("Accounts"):
        for unit in targets.get("OrganizationalUnitIds") or []:
            left = [region for region in stack_set.targeted_units.pop(unit, []) if region not in regions]
            if left:
                stack_set.targeted_units[unit] = left
    enqueue(stack_set, operation)
    return {"OperationId": operation.id}


@query_operation
def list_stack_instances(response: CloudFormationResponse) -> dict[str, Any]:
    stack_set = find_stack_set(response)
    account, region = parameter(response, "StackInstanceAccount"), parameter(response, "StackInstanceRegion")
    filters = {f["Name"]: f["Values"] for f in parameter(response, "Filters", [])}
    shown = [
        instance.describe()
        for instance in stack_set.instances.values()
        if account in (None, instance.account)
        and region in (None, instance.region)
        and filters.get("DETAILED_STATUS") in (None, instance.detailed_status)
        and filters.get("LAST_OPERATION_ID") in (None, instance.last_operation)
    ]
    return page(response, shown, "Summaries")


@query_operation
def describe_stack_instance(response: CloudFormationResponse) -> dict[str, Any]:
    stack_set = find_stack_set(response)
    key = (parameter(response, "StackInstanceAccount"), parameter(response, "StackInstanceRegion"))
    if key not in stack_set.instances:
        raise StackInstanceNotFound()
    return {"StackInstance": stack_set.instances[key].describe()}


def _chosen(response: CloudFormationResponse, stack_set: StackSet) -> list[StackInstance]:
    regions = regions_of(response)
    targets = parameter(response, "DeploymentTargets") or {"Accounts": parameter(response, "Accounts", [])}
    membership = check_service_managed(stack_set.backend) if stack_set.service_managed else None
    accounts = accounts_to_change(stack_set, membership, targets)
    chosen = [i for i in stack_set.instances.values() if i.account in accounts and i.region in regions]
    if not chosen and not targets.get("OrganizationalUnitIds"):
        raise StackInstanceNotFound()
    return chosen


def _check_overrides(stack_set: StackSet, overrides: dict[str, str]) -> None:
    if unknown := sorted(set(overrides) - set(stack_set.template.declared_parameters)):
        raise ValidationError(message=f"Parameters: [{', '.join(unknown)}] do not exist in the template")
