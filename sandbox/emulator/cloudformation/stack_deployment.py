"""Making, changing and removing the resources of a stack, in the order of their dependencies.

Resources that do not depend on each other are under way at the same time, which is what lets a configuration recorder
and a delivery channel wait for each other. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacks.html
"""

import time
from typing import Any

from botocore.exceptions import ClientError

from ..template.fault import TemplateFault
from .resource_types import resource_type
from .resource_types.resource_type import NotReady, ResourceFailure
from .stack import Stack
from .stack_resource import StackResource

POLL_SECONDS = 0.05


class StackGone(Exception):
    """The emulator was emptied while a stack was under way."""


class Step:
    """A resource to be made or changed. ``old`` holds what it was before, None for one that is new."""

    def __init__(self, resource: StackResource, waits_for: set[str], old: StackResource | None) -> None:
        self.resource, self.waits_for, self.old = resource, waits_for, old
        self.verb = "UPDATE" if old else "CREATE"
        self.kind = resource_type(resource.type)
        self.begun = False
        self.done = False
        #: What it waits for, where the service has said so.
        self.waiting: NotReady | None = None


def carry_out(stack: Stack, steps: dict[str, Step]) -> list[str]:
    """Carries steps out until all are done or one fails; returns the logical IDs of those that failed."""
    failed: list[str] = []
    while not failed and any(not step.done for step in steps.values()):
        _check_there(stack)
        advanced = False
        for step in steps.values():
            if not step.done and not any(not steps[name].done for name in step.waits_for if name in steps):
                try:
                    advanced |= _advance(stack, step)
                except (ClientError, ResourceFailure, TemplateFault) as error:
                    stack.change_resource(step.resource, f"{step.verb}_FAILED", _reason(step.kind, error))
                    failed.append(step.resource.logical_id)
        if not advanced and not failed:
            failed = _wait_or_give_up(stack, steps)
    for step in steps.values():
        if failed and step.resource.status == f"{step.verb}_IN_PROGRESS":
            cancelled = "Resource creation cancelled" if step.verb == "CREATE" else "Resource update cancelled"
            stack.change_resource(step.resource, f"{step.verb}_FAILED", cancelled)
    return failed


def remove(stack: Stack, resources: list[StackResource], dependencies: dict[str, set[str]]) -> list[str]:
    """Removes resources, each after those that depend on it; returns the logical IDs of those that cannot be removed.

    ``dependencies`` holds, by logical ID, what each depends on.
    """
    left = {resource.logical_id: resource for resource in resources}
    failed: list[str] = []
    while left:
        _check_there(stack)
        advanced, waiting = False, {}
        for logical_id, resource in list(left.items()):
            if any(logical_id in dependencies.get(other, set()) for other in left if other != logical_id):
                continue
            kind = resource_type(resource.type)
            if resource.status != "DELETE_IN_PROGRESS":
                stack.change_resource(resource, "DELETE_IN_PROGRESS")
            try:
                kind.delete(resource)
            except NotReady as not_ready:
                waiting[logical_id] = not_ready
                continue
            except (ClientError, ResourceFailure) as error:
                stack.change_resource(resource, "DELETE_FAILED", _reason(kind, error))
                failed.append(logical_id)
            else:
                stack.change_resource(resource, "DELETE_COMPLETE")
            advanced = True
            del left[logical_id]
        if advanced:
            continue
        if any(obstacle.outside for obstacle in waiting.values()):
            time.sleep(POLL_SECONDS)
            continue
        # Those that others wait for, in vain, stay as they are.
        for logical_id, obstacle in waiting.items():
            stack.change_resource(left[logical_id], "DELETE_FAILED", obstacle.reason)
            failed.append(logical_id)
        break
    return failed


def skip_retained(stack: Stack, resources: list[StackResource]) -> list[StackResource]:
    """Those to be removed; the retained ones get their event and are left alone.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
    """
    removed = []
    for resource in resources:
        if resource.definition.get("DeletionPolicy", "Delete") in ("Retain", "RetainExceptOnCreate"):
            stack.change_resource(resource, "DELETE_SKIPPED")
        else:
            removed.append(resource)
    return removed


def _advance(stack: Stack, step: Step) -> bool:
    """Begins a step, or sees whether it is complete; True where anything came of it."""
    resource = step.resource
    try:
        if not step.begun:
            if resource.status != f"{step.verb}_IN_PROGRESS":
                properties = _resolved(stack, resource)
                if step.old and (step.old.type, step.old.properties) == (resource.type, properties):
                    step.done = True
                    return True
                stack.change_resource(resource, f"{step.verb}_IN_PROGRESS")
                resource.properties = properties
            _begin(stack, step)
            step.begun, step.waiting = True, None
            return True
        step.kind.settle(resource)
    except NotReady as not_ready:
        step.waiting = not_ready
        return False
    resource.attributes = step.kind.attributes(resource)
    step.done = True
    stack.change_resource(resource, f"{step.verb}_COMPLETE")
    return True


def _begin(stack: Stack, step: Step) -> None:
    resource = step.resource
    if missing := sorted(name for name in step.kind.required if name not in resource.properties):
        raise ResourceFailure(
            f"Properties validation failed for resource {resource.logical_id} with message: "
            f"#: required key [{missing[0]}] not found"
        )
    if step.old is None:
        resource.physical_id = step.kind.create(resource)
        stack.change_resource(resource, "CREATE_IN_PROGRESS", "Resource creation Initiated")
        return
    changed = {
        name
        for name in {*resource.properties, *step.old.properties}
        if resource.properties.get(name) != step.old.properties.get(name)
    }
    if resource.type != step.old.type or step.kind.replaces(resource.properties, changed):
        stack.change_resource(
            resource, "UPDATE_IN_PROGRESS", "Requested update requires the creation of a new physical resource"
        )
        resource.physical_id = step.kind.create(resource)
    else:
        step.kind.update(resource, step.old.properties)


def _wait_or_give_up(stack: Stack, steps: dict[str, Step]) -> list[str]:
    """Waits where the world may yet bring about what is waited for. Where only the stack could, AWS waits until its
    timeout; here that comes at once."""
    waiting = [step for step in steps.values() if step.waiting is not None and not step.done]
    if any(step.waiting and step.waiting.outside for step in waiting):
        time.sleep(POLL_SECONDS)
        return []
    for step in waiting:
        name = step.resource.logical_id
        held_up = sorted(other for other, later in steps.items() if name in later.waits_for and not later.done)
        reason = step.waiting.reason if step.waiting else ""
        if held_up:
            reason += f" Nothing else in the stack can go on: [{', '.join(held_up)}] depends on {name}."
        stack.change_resource(step.resource, f"{step.verb}_FAILED", reason)
    return [step.resource.logical_id for step in waiting]


def _resolved(stack: Stack, resource: StackResource) -> dict[str, Any]:
    properties = resource.definition.get("Properties") or {}
    resolved: dict[str, Any] = stack.resolver(stack.template_model, stack.values).resolve(properties)
    return resolved


def _reason(kind: Any, error: Exception) -> str:
    return str(kind.explain(error)) if isinstance(error, ClientError) else str(error)


def _check_there(stack: Stack) -> None:
    if not stack.exists:
        raise StackGone
