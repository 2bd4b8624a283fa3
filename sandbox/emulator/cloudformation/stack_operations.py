"""The operations on stacks.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html
"""

from typing import Any

from moto.cloudformation.exceptions import AlreadyExistsException, ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.responses import CloudFormationResponse

from ..rollout import in_background
from . import stack_life
from .answers import (
    NotImplementedHere,
    backend_of,
    given_parameters,
    given_tags,
    is_true,
    page,
    parameter,
    query_operation,
    template_body,
)
from .stack import UPDATABLE, Stack
from .stack_template import StackTemplate

CHANGE_SETS = (
    "create_change_set",
    "delete_change_set",
    "describe_change_set",
    "execute_change_set",
    "list_change_sets",
)


def stacks_of(backend: CloudFormationBackend) -> dict[str, Stack]:
    """moto's own dictionary, which here holds stacks of this module only."""
    stacks: Any = backend.stacks
    return stacks  # type: ignore[no-any-return]


def find_stack(backend: CloudFormationBackend, name: Any) -> Stack:
    """By name, or by ID where it is deleted."""
    deleted: Any = backend.deleted_stacks
    for stack in [*stacks_of(backend).values(), *deleted.values()]:
        found: Stack = stack
        if found.stack_id == name or (found.name == name and found.stack_id not in deleted):
            return found
    raise ValidationError(message=f"Stack with id {name} does not exist")


@query_operation
def create_stack(response: CloudFormationResponse) -> dict[str, Any]:
    backend, name = backend_of(response), str(parameter(response, "StackName"))
    capabilities = parameter(response, "Capabilities", [])
    template = StackTemplate(template_body(response))
    template.check_capabilities(capabilities)
    if any(stack.name == name for stack in stacks_of(backend).values()):
        raise AlreadyExistsException(f"Stack [{name}] already exists")
    settings = {
        "DisableRollback": is_true(parameter(response, "DisableRollback")),
        "EnableTerminationProtection": is_true(parameter(response, "EnableTerminationProtection")),
        "NotificationARNs": parameter(response, "NotificationARNs", []),
        "RoleARN": parameter(response, "RoleARN"),
        "TimeoutInMinutes": parameter(response, "TimeoutInMinutes"),
    }
    stack = Stack(
        backend,
        name,
        template,
        given_parameters(response),
        tags=given_tags(response),
        capabilities=capabilities,
        settings=settings,
    )
    stack.policy = str(parameter(response, "StackPolicyBody", ""))
    stacks_of(backend)[stack.stack_id] = stack
    stack.change("CREATE_IN_PROGRESS", "User Initiated")
    on_failure = "DO_NOTHING" if settings["DisableRollback"] else str(parameter(response, "OnFailure", "ROLLBACK"))
    in_background(lambda: stack_life.create(stack, on_failure))
    return {"StackId": stack.stack_id}


@query_operation
def update_stack(response: CloudFormationResponse) -> dict[str, Any]:
    stack = find_stack(backend_of(response), parameter(response, "StackName"))
    template = StackTemplate(template_body(response, stack.template))
    template.check_capabilities(parameter(response, "Capabilities", []))
    parameters, tags = given_parameters(response, previous=stack.parameters), given_tags(response)
    values = stack.values_of(template, parameters)
    if stack.status not in UPDATABLE:
        raise ValidationError(message=f"Stack:{stack.stack_id} is in {stack.status} state and can not be updated.")
    unchanged = (template.document, parameters, values) == (
        stack.template_model.document,
        stack.parameters,
        stack.values,
    )
    if unchanged and tags in (None, stack.tags):
        raise ValidationError(message="No updates are to be performed.")
    stack.capabilities = parameter(response, "Capabilities", [])
    stack.change("UPDATE_IN_PROGRESS", "User Initiated")
    in_background(lambda: stack_life.update(stack, template, parameters, tags))
    return {"StackId": stack.stack_id}


@query_operation
def delete_stack(response: CloudFormationResponse) -> None:
    try:
        stack = find_stack(backend_of(response), parameter(response, "StackName"))
    except ValidationError:
        return  # what does not exist is deleted already
    if stack.deleted or stack.status == "DELETE_IN_PROGRESS":
        return
    if stack.settings.get("EnableTerminationProtection"):
        raise ValidationError(message=f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
    if stack.in_progress:
        raise ValidationError(message=f"Stack [{stack.name}] is in {stack.status} state and can not be deleted here.")
    stack.change("DELETE_IN_PROGRESS", "User Initiated")
    in_background(lambda: stack_life.delete(stack))


@query_operation
def update_termination_protection(response: CloudFormationResponse) -> dict[str, Any]:
    stack = find_stack(backend_of(response), parameter(response, "StackName"))
    stack.settings["EnableTerminationProtection"] = is_true(parameter(response, "EnableTerminationProtection"))
    return {"StackId": stack.stack_id}


@query_operation
def describe_stacks(response: CloudFormationResponse) -> dict[str, Any]:
    backend, name = backend_of(response), parameter(response, "StackName")
    found = [find_stack(backend, name)] if name else list(stacks_of(backend).values())
    return page(response, [stack.describe() for stack in found], "Stacks")


@query_operation
def list_stacks(response: CloudFormationResponse) -> dict[str, Any]:
    backend = backend_of(response)
    wanted = parameter(response, "StackStatusFilter", [])
    deleted: Any = backend.deleted_stacks
    every: list[Stack] = [*stacks_of(backend).values(), *deleted.values()]
    shown = [stack.summarize() for stack in every if not wanted or stack.status in wanted]
    return page(response, shown, "StackSummaries")


@query_operation
def describe_stack_events(response: CloudFormationResponse) -> dict[str, Any]:
    stack = find_stack(backend_of(response), parameter(response, "StackName"))
    return page(response, stack.events[::-1], "StackEvents")


@query_operation
def describe_stack_resource(response: CloudFormationResponse) -> dict[str, Any]:
    stack = find_stack(backend_of(response), parameter(response, "StackName"))
    logical_id = parameter(response, "LogicalResourceId")
    if logical_id not in stack.resources:
        raise ValidationError(message=f"Resource {logical_id} does not exist for stack {stack.name}")
    return {"StackResourceDetail": stack.resources[logical_id].describe()}


@query_operation
def describe_stack_resources(response: CloudFormationResponse) -> dict[str, Any]:
    stack = find_stack(backend_of(response), parameter(response, "StackName"))
    logical_id = parameter(response, "LogicalResourceId")
    shown = [r.describe() for r in stack.resources.values() if logical_id in (None, r.logical_id)]
    return {"StackResources": shown}


@query_operation
def list_stack_resources(response: CloudFormationResponse) -> dict[str, Any]:
    stack = find_stack(backend_of(response), parameter(response, "StackName"))
    return page(response, [r.describe() for r in stack.resources.values()], "StackResourceSummaries")


@query_operation
def get_template(response: CloudFormationResponse) -> dict[str, Any]:
    stack = find_stack(backend_of(response), parameter(response, "StackName"))
    return {"TemplateBody": stack.template, "StagesAvailable": ["Original", "Processed"]}


@query_operation
def validate_template(response: CloudFormationResponse) -> dict[str, Any]:
    template = StackTemplate(template_body(response))
    capability = template.required_capability
    return {
        "Description": template.description,
        "Parameters": [
            {
                "ParameterKey": key,
                "DefaultValue": None if "Default" not in declared else str(declared["Default"]),
                "NoEcho": is_true(declared.get("NoEcho")),
                "Description": declared.get("Description"),
            }
            for key, declared in template.declared_parameters.items()
        ],
        "Capabilities": [capability] if capability else [],
    }


@query_operation
def list_exports(response: CloudFormationResponse) -> dict[str, Any]:
    exports = [
        {"ExportingStackId": stack.stack_id, "Name": output["ExportName"], "Value": output["OutputValue"]}
        for stack in stacks_of(backend_of(response)).values()
        for output in stack.outputs
        if "ExportName" in output
    ]
    return page(response, exports, "Exports")


def _refuse_change_sets(response: CloudFormationResponse) -> dict[str, Any]:
    raise NotImplementedHere("The emulator does not implement change sets of CloudFormation.")


for _name in CHANGE_SETS:
    _refuse_change_sets.__name__ = _name
    query_operation(_refuse_change_sets)


def _find_stack(self: CloudFormationBackend, name_or_stack_id: str) -> Stack:
    return find_stack(self, name_or_stack_id)


_backend: Any = CloudFormationBackend
# Stack policies and template summaries remain moto's, and find the stack by this.
_backend.get_stack = _find_stack
