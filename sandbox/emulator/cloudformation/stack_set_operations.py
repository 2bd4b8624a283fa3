"""The operations on stack sets.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html
"""

import re
from typing import Any

from moto.cloudformation.exceptions import CloudFormationError, StackSetNotEmpty, ValidationError
from moto.cloudformation.responses import CloudFormationResponse

from .answers import (
    given_parameters,
    given_tags,
    is_true,
    page,
    parameter,
    query_operation,
    template_body,
)
from .deployment_targets import accounts_to_change
from .organizations_access import check_service_managed, stack_sets_backend
from .stack_set import SERVICE_MANAGED, StackSet
from .stack_set_operation import enqueue, stop
from .stack_set_requests import (
    OperationInProgress,
    auto_deployment,
    find_operation,
    find_stack_set,
    make_operation,
    regions_of,
    stack_sets_of,
)
from .stack_template import StackTemplate

DEFAULT_EXECUTION_ROLE = "AWSCloudFormationStackSetExecutionRole"
DEFAULT_ADMINISTRATION_ROLE = "AWSCloudFormationStackSetAdministrationRole"


class NameAlreadyExists(CloudFormationError):
    code = "NameAlreadyExistsException"


@query_operation
def create_stack_set(response: CloudFormationResponse) -> dict[str, Any]:
    name = str(parameter(response, "StackSetName"))
    if not re.fullmatch(r"[a-zA-Z][-a-zA-Z0-9]{0,127}", name):
        raise ValidationError(
            message=f"1 validation error detected: Value '{name}' at 'stackSetName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"
        )
    backend = stack_sets_backend(response)
    model = str(parameter(response, "PermissionModel", "SELF_MANAGED"))
    if model == SERVICE_MANAGED:
        check_service_managed(backend)
    elif parameter(response, "CallAs") == "DELEGATED_ADMIN" or parameter(response, "AutoDeployment") is not None:
        raise ValidationError(message="AutoDeployment and CallAs are for the SERVICE_MANAGED permission model only")
    if any(known.name == name and known.status == "ACTIVE" for known in stack_sets_of(backend).values()):
        raise NameAlreadyExists(f"StackSet {name} already exists")
    template, capabilities = StackTemplate(template_body(response)), parameter(response, "Capabilities", [])
    template.check_capabilities(capabilities)
    parameters = given_parameters(response)
    template.parameter_values(parameters)
    stack_set = StackSet(backend, name, template, parameters, model)
    stack_set.auto_deployment = auto_deployment(response, backend, None)
    stack_set.description = parameter(response, "Description")
    stack_set.tags, stack_set.capabilities = given_tags(response) or {}, capabilities
    stack_set.managed_execution = _managed_execution(response)
    if not stack_set.service_managed:
        stack_set.roles = _roles(response, stack_set)
    stack_sets_of(backend)[stack_set.id] = stack_set
    return {"StackSetId": stack_set.id}


@query_operation
def update_stack_set(response: CloudFormationResponse) -> dict[str, Any]:
    stack_set = find_stack_set(response)
    template = StackTemplate(template_body(response, stack_set.template.text))
    capabilities = parameter(response, "Capabilities", [])
    template.check_capabilities(capabilities)
    parameters = given_parameters(response, previous=stack_set.parameters)
    template.parameter_values(parameters)
    targets, regions = parameter(response, "DeploymentTargets"), regions_of(response)
    if parameter(response, "AutoDeployment") is not None and (targets or regions):
        raise ValidationError(message="If you specify AutoDeployment, do not specify DeploymentTargets or Regions.")
    automatic = auto_deployment(response, stack_set.backend, stack_set.arn)
    if not stack_set.service_managed and parameter(response, "Accounts"):
        targets = {"Accounts": parameter(response, "Accounts")}
    chosen = list(stack_set.instances.values())
    if targets or regions:
        membership = check_service_managed(stack_set.backend) if stack_set.service_managed else None
        accounts = accounts_to_change(stack_set, membership, targets or {})
        chosen = [i for i in chosen if i.account in accounts and i.region in regions]
    operation = make_operation(response, stack_set, "UPDATE", chosen)
    changed = (template.document, parameters) != (stack_set.template.document, stack_set.parameters)
    stack_set.template, stack_set.parameters, stack_set.capabilities = template, parameters, capabilities
    stack_set.description = parameter(response, "Description", stack_set.description)
    tags = given_tags(response)
    stack_set.tags = stack_set.tags if tags is None else tags
    if parameter(response, "AutoDeployment") is not None:
        stack_set.auto_deployment = automatic
    if parameter(response, "ManagedExecution") is not None:
        stack_set.managed_execution = _managed_execution(response)
    if not stack_set.service_managed:
        stack_set.roles = _roles(response, stack_set)
    for instance in stack_set.instances.values() if changed else ():
        instance.status = "OUTDATED"
    enqueue(stack_set, operation)
    return {"OperationId": operation.id}


@query_operation
def delete_stack_set(response: CloudFormationResponse) -> None:
    stack_set = find_stack_set(response)
    if stack_set.instances:
        raise StackSetNotEmpty()
    for operation in stack_set.operations:
        if operation.open:
            raise OperationInProgress(f"Another Operation on StackSet {stack_set.arn} is in progress: {operation.id}")
    stack_set.status = "DELETED"


@query_operation
def describe_stack_set(response: CloudFormationResponse) -> dict[str, Any]:
    return {"StackSet": find_stack_set(response).describe()}


@query_operation
def list_stack_sets(response: CloudFormationResponse) -> dict[str, Any]:
    wanted = parameter(response, "Status")
    stack_sets = stack_sets_of(stack_sets_backend(response)).values()
    return page(response, [s.summarize() for s in stack_sets if wanted in (None, s.status)], "Summaries")


@query_operation
def list_stack_set_operations(response: CloudFormationResponse) -> dict[str, Any]:
    stack_set = find_stack_set(response)
    operations = [stack_set.describe_operation(operation) for operation in reversed(stack_set.operations)]
    return page(response, operations, "Summaries")


@query_operation
def describe_stack_set_operation(response: CloudFormationResponse) -> dict[str, Any]:
    stack_set, operation = find_operation(response)
    return {"StackSetOperation": stack_set.describe_operation(operation)}


@query_operation
def list_stack_set_operation_results(response: CloudFormationResponse) -> dict[str, Any]:
    _, operation = find_operation(response)
    wanted = {f["Name"]: f["Values"] for f in parameter(response, "Filters", [])}.get("OPERATION_RESULT_STATUS")
    units = {instance.key: instance.organizational_unit for instance in operation.instances}
    results = [
        {
            "Account": account,
            "Region": region,
            "Status": status,
            "StatusReason": reason,
            "OrganizationalUnitId": units[account, region],
        }
        for (account, region), (status, reason) in operation.results.items()
        if wanted in (None, status)
    ]
    return page(response, results, "Summaries")


@query_operation
def stop_stack_set_operation(response: CloudFormationResponse) -> None:
    _, operation = find_operation(response)
    if not operation.open:
        raise ValidationError(message=f"Operation {operation.id} has ended and cannot be stopped")
    stop(operation)


def _managed_execution(response: CloudFormationResponse) -> bool:
    return is_true((parameter(response, "ManagedExecution") or {}).get("Active"))


def _roles(response: CloudFormationResponse, stack_set: StackSet) -> dict[str, Any]:
    """Roles of the SELF_MANAGED permission model. The emulator asks nobody for leave, so they are for show."""
    default = f"arn:aws:iam::{stack_set.backend.account_id}:role/{DEFAULT_ADMINISTRATION_ROLE}"
    before = stack_set.roles or {"AdministrationRoleARN": default, "ExecutionRoleName": DEFAULT_EXECUTION_ROLE}
    return {name: parameter(response, name, value) for name, value in before.items()}
