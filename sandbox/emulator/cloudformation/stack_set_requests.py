"""What the operations on stack sets share: finding one, and making an operation from a request."""

import re
from typing import Any

from moto.cloudformation.exceptions import CloudFormationError, StackSetNotFoundException, ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.responses import CloudFormationResponse
from moto.moto_api._internal import mock_random

from .answers import is_true, parameter
from .organizations_access import check_service_managed, stack_sets_backend
from .stack_set import StackInstance, StackSet, StackSetOperation


class OperationInProgress(CloudFormationError):
    code = "OperationInProgressException"


class OperationIdAlreadyExists(CloudFormationError):
    code = "OperationIdAlreadyExistsException"


class OperationNotFound(CloudFormationError):
    code = "OperationNotFoundException"


def stack_sets_of(backend: CloudFormationBackend) -> dict[str, StackSet]:
    """moto's own dictionary, which here holds stack sets of this package only."""
    stack_sets: Any = backend.stacksets
    return stack_sets  # type: ignore[no-any-return]


def find_stack_set(response: CloudFormationResponse) -> StackSet:
    """The request's stack set, by name or ID; one that is deleted by ID only."""
    wanted = parameter(response, "StackSetName")
    for stack_set in stack_sets_of(stack_sets_backend(response)).values():
        if wanted == stack_set.id or (wanted == stack_set.name and stack_set.status == "ACTIVE"):
            return stack_set
    raise StackSetNotFoundException(str(wanted))


def find_operation(response: CloudFormationResponse) -> tuple[StackSet, StackSetOperation]:
    stack_set, wanted = find_stack_set(response), parameter(response, "OperationId")
    for operation in stack_set.operations:
        if operation.id == wanted:
            return stack_set, operation
    raise OperationNotFound(f"Operation {wanted} not found")


def make_operation(
    response: CloudFormationResponse, stack_set: StackSet, action: str, instances: list[StackInstance]
) -> StackSetOperation:
    """Raises where the request's preferences contradict each other, or another operation is in progress."""
    if stack_set.service_managed:
        check_service_managed(stack_set.backend)
    given = parameter(response, "OperationId")
    if given and any(operation.id == given for operation in stack_set.operations):
        raise OperationIdAlreadyExists(f"Operation with ID {given} already exists")
    for operation in stack_set.operations:
        # With managed execution, operations that would conflict wait for each other.
        if operation.open and not stack_set.managed_execution:
            raise OperationInProgress(f"Another Operation on StackSet {stack_set.arn} is in progress: {operation.id}")
    return StackSetOperation(
        id=str(given or mock_random.uuid4()),
        action=action,
        instances=instances,
        preferences=_preferences(response),
        targets=parameter(response, "DeploymentTargets"),
    )


def auto_deployment(
    response: CloudFormationResponse, backend: CloudFormationBackend, own: str | None
) -> dict[str, Any]:
    """The request's automatic deployment; ``own`` is the ARN of the stack set, where it exists already."""
    given = parameter(response, "AutoDeployment")
    if given is None:
        return {}
    enabled = is_true(given.get("Enabled"))
    if not enabled and (is_true(given.get("RetainStacksOnAccountRemoval")) or given.get("DependsOn")):
        raise ValidationError(
            message="RetainStacksOnAccountRemoval and DependsOn can only be specified if AutoDeployment is enabled"
        )
    depends_on = given.get("DependsOn") or []
    known = {stack_set.arn: stack_set for stack_set in stack_sets_of(backend).values() if stack_set.status == "ACTIVE"}
    if missing := [arn for arn in depends_on if arn not in known]:
        raise ValidationError(message=f"StackSet(s) [{', '.join(missing)}] in AutoDeployment.DependsOn do not exist")
    if own and own in _reach(depends_on, known):
        raise ValidationError(message="AutoDeployment.DependsOn must not lead back to the StackSet itself")
    made: dict[str, Any] = {"Enabled": enabled}
    if enabled:
        made["RetainStacksOnAccountRemoval"] = is_true(given.get("RetainStacksOnAccountRemoval"))
    return made | ({"DependsOn": depends_on} if depends_on else {})


def _reach(arns: list[str], known: dict[str, StackSet]) -> set[str]:
    reached: set[str] = set()
    left = list(arns)
    while left:
        arn = left.pop()
        if arn not in reached and arn in known:
            reached.add(arn)
            left.extend(known[arn].auto_deployment.get("DependsOn") or [])
    return reached


def regions_of(response: CloudFormationResponse) -> list[str]:
    regions: list[str] = parameter(response, "Regions", [])
    if wrong := [region for region in regions if not re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", region)]:
        raise ValidationError(message=f"Region(s) [{', '.join(wrong)}] are not valid")
    return regions


def _preferences(response: CloudFormationResponse) -> dict[str, Any]:
    preferences: dict[str, Any] = dict(parameter(response, "OperationPreferences", {}))
    for count, percentage in (
        ("FailureToleranceCount", "FailureTolerancePercentage"),
        ("MaxConcurrentCount", "MaxConcurrentPercentage"),
    ):
        if preferences.get(count) is not None and preferences.get(percentage) is not None:
            raise ValidationError(message=f"You can specify either {count} or {percentage}, but not both.")
        for name, least, most in ((count, 0 if count.startswith("F") else 1, None), (percentage, 0, 100)):
            value = preferences.get(name)
            if value is not None and (int(value) < least or (most is not None and int(value) > most)):
                raise ValidationError(message=f"Value '{value}' at 'operationPreferences' failed to satisfy: {name}")
    return preferences
