"""The life of a stack: created, updated, deleted, and rolled back where that fails.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html, stack status codes
"""

import copy
import logging
from typing import Any

from moto.core.utils import utcnow

from ..template.fault import TemplateFault
from .stack import Stack
from .stack_deployment import StackGone, Step, carry_out, remove, skip_retained
from .stack_resource import StackResource
from .stack_template import StackTemplate

log = logging.getLogger("emulator")


def create(stack: Stack, on_failure: str = "ROLLBACK") -> None:
    """Runs to the end. ``on_failure`` is ROLLBACK, DELETE or DO_NOTHING."""
    _guarded(stack, lambda: _create(stack, on_failure))


def update(stack: Stack, template: StackTemplate, parameters: dict[str, str], tags: dict[str, str] | None) -> None:
    """Runs to the end; the stack is as before where it fails."""
    _guarded(stack, lambda: _update(stack, template, parameters, tags))


def delete(stack: Stack) -> None:
    """Runs to the end."""
    _guarded(stack, lambda: _delete(stack))


def _create(stack: Stack, on_failure: str) -> None:
    if stack.status != "CREATE_IN_PROGRESS":
        stack.change("CREATE_IN_PROGRESS", "User Initiated")
    try:
        steps = _steps(stack, stack.template_model, stack.values, {})
    except TemplateFault as fault:
        stack.change("ROLLBACK_IN_PROGRESS", fault.messages[0])
        stack.change("ROLLBACK_COMPLETE")
        return
    failed = carry_out(stack, steps)
    reason = f"The following resource(s) failed to create: [{', '.join(sorted(failed))}]. "
    if not failed:
        try:
            stack.compute_outputs()
            stack.change("CREATE_COMPLETE")
            return
        except TemplateFault as fault:
            reason = f"{fault.messages[0]} "
    if on_failure == "DO_NOTHING":
        stack.change("CREATE_FAILED", reason)
        return
    if on_failure == "DELETE":
        stack.change("DELETE_IN_PROGRESS", f"{reason}Delete requested by user.")
    else:
        stack.change("ROLLBACK_IN_PROGRESS", f"{reason}Rollback requested by user.")
    verb = "DELETE" if on_failure == "DELETE" else "ROLLBACK"
    made = [resource for resource in stack.resources.values() if resource.physical_id]
    # What was made in a failed creation goes, unless it is to be retained come what may.
    gone = [resource for resource in made if resource.definition.get("DeletionPolicy") != "Retain"]
    skip_retained(stack, [resource for resource in made if resource not in gone])
    stuck = remove(stack, gone, {name: step.waits_for for name, step in steps.items()})
    _end_removal(stack, verb, stuck)


def _update(stack: Stack, template: StackTemplate, parameters: dict[str, str], tags: dict[str, str] | None) -> None:
    values = stack.values_of(template, parameters)
    before = (stack.template_model, stack.parameters, stack.values, stack.tags)
    kept = {name: copy.copy(resource) for name, resource in stack.resources.items()}
    if stack.status != "UPDATE_IN_PROGRESS":
        stack.change("UPDATE_IN_PROGRESS", "User Initiated")
    stack.template_model, stack.parameters = template, parameters
    stack.values, stack.updated = values, utcnow()
    stack.tags = stack.tags if tags is None else tags
    steps: dict[str, Step] = {}
    try:
        steps = _steps(stack, template, stack.values, kept)
        failed = carry_out(stack, steps)
        fault_text = f"The following resource(s) failed to update: [{', '.join(sorted(failed))}]. " if failed else None
        if not failed:
            stack.compute_outputs()
    except TemplateFault as fault:
        fault_text = fault.messages[0]
    if fault_text is not None:
        stack.change("UPDATE_ROLLBACK_IN_PROGRESS", fault_text)
        stack.template_model, stack.parameters, stack.values, stack.tags = before
        stuck = _roll_back(stack, steps, kept)
        stack.change("UPDATE_ROLLBACK_FAILED" if stuck else "UPDATE_ROLLBACK_COMPLETE")
        return
    replaced = [
        kept[name] for name, step in steps.items() if step.old and step.old.physical_id != step.resource.physical_id
    ]
    removed = [resource for name, resource in kept.items() if name not in steps]
    if replaced or removed:
        stack.change("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        remove(stack, [r for r in replaced if r.definition.get("UpdateReplacePolicy") != "Retain"], {})
        remove(stack, skip_retained(stack, removed), _dependencies(stack, before[0], before[2]))
        for resource in removed:
            stack.resources.pop(resource.logical_id, None)
    stack.change("UPDATE_COMPLETE")


def _roll_back(stack: Stack, steps: dict[str, Step], kept: dict[str, StackResource]) -> list[str]:
    """Puts back what was changed and removes what was added; returns what could not be."""
    added = [s.resource for s in steps.values() if s.resource.physical_id and s.resource.logical_id not in kept]
    changed = {
        name: step
        for name, step in steps.items()
        if name in kept and (step.done or step.begun) and step.resource.properties != kept[name].properties
    }
    stuck = []
    replacements = []
    for name, step in changed.items():
        if step.resource.physical_id != kept[name].physical_id:
            replacements.append(step.resource)
            continue
        undone = step.resource.properties
        step.resource.properties, step.resource.definition = kept[name].properties, kept[name].definition
        try:
            step.kind.update(step.resource, undone)
            stack.change_resource(step.resource, "UPDATE_COMPLETE")
        except Exception as error:  # Whatever the service says: the stack is left in its failed state.
            stack.change_resource(step.resource, "UPDATE_FAILED", str(error))
            stuck.append(name)
    stuck += remove(stack, [*added, *replacements], {name: step.waits_for for name, step in steps.items()})
    stack.resources = {name: resource for name, resource in kept.items() if name not in stuck}
    stack.resources |= {name: steps[name].resource for name in stuck if name in steps}
    return stuck


def _delete(stack: Stack) -> None:
    if stack.status != "DELETE_IN_PROGRESS":
        stack.change("DELETE_IN_PROGRESS", "User Initiated")
    there = [
        resource
        for resource in stack.resources.values()
        if resource.physical_id and resource.status not in ("DELETE_COMPLETE", "DELETE_SKIPPED")
    ]
    dependencies = _dependencies(stack, stack.template_model, stack.values)
    stuck = remove(stack, skip_retained(stack, there), dependencies)
    _end_removal(stack, "DELETE", stuck)


def _end_removal(stack: Stack, verb: str, stuck: list[str]) -> None:
    if stuck:
        stack.change(f"{verb}_FAILED", f"The following resource(s) failed to delete: [{', '.join(sorted(stuck))}]. ")
        return
    stack.change(f"{verb}_COMPLETE")
    if verb == "DELETE":
        stack.deleted = utcnow()
        stack.backend.deleted_stacks[stack.stack_id] = stack  # type: ignore[assignment]
        stack.backend.stacks.pop(stack.stack_id, None)


def _steps(
    stack: Stack, template: StackTemplate, values: dict[str, Any], kept: dict[str, StackResource]
) -> dict[str, Step]:
    """What there is to do, for each resource whose condition holds. Raises TemplateFault."""
    resolver = stack.resolver(template, values)
    steps = {}
    for logical_id, definition in template.resources.items():
        if "Condition" in definition and not resolver.condition(str(definition["Condition"])):
            continue
        old = kept.get(logical_id)
        resource = stack.resources.get(logical_id) if old else None
        if resource is None:
            resource = StackResource(stack.place, logical_id, definition["Type"], definition)
        resource.definition, resource.type = definition, definition["Type"]
        stack.resources[logical_id] = resource
        steps[logical_id] = Step(resource, template.dependencies(logical_id, resolver), old)
    return steps


def _dependencies(stack: Stack, template: StackTemplate, values: dict[str, Any]) -> dict[str, set[str]]:
    resolver = stack.resolver(template, values)
    return {name: template.dependencies(name, resolver) for name in template.resources}


def _guarded(stack: Stack, work: Any) -> None:
    try:
        work()
    except StackGone:
        return
    except Exception:
        log.exception("The stack %s failed inside the emulator", stack.name)
        verb = stack.status.split("_")[0]
        stack.change(f"{verb}_FAILED", "The emulator failed; its log has the details.")
