"""Carrying an operation on a stack set out: region by region, so many accounts at once, until too many have failed.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html, stack set operation options
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/concurrency-mode.html
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from moto.core.utils import utcnow

from ..extension import state_lock
from ..rollout import in_background
from .stack_instance_deployment import deploy, take_away
from .stack_set import FAILURE_TOLERANCE_EXCEEDED, StackInstance, StackSet, StackSetOperation

log = logging.getLogger("emulator")

#: However many a request allows, no more than this many accounts are worked on at once here.
MOST_AT_ONCE = 8


def enqueue(stack_set: StackSet, operation: StackSetOperation, then: Callable[[], None] | None = None) -> None:
    """Starts the operation, or has it wait for those before it; ``then`` is called when it has ended."""
    with state_lock:
        busy = any(other.open for other in stack_set.operations)
        stack_set.operations.append(operation)
        for instance in operation.instances:
            instance.detailed_status, instance.last_operation = "PENDING", operation.id
            operation.results[instance.key] = ("PENDING", None)
        if not busy:
            operation.status = "RUNNING"

    def work() -> None:
        turn = threading.Event()
        while operation.status == "QUEUED" and stack_set.exists:
            with state_lock:
                before = stack_set.operations[: stack_set.operations.index(operation)]
                if not any(other.open for other in before):
                    operation.status = "RUNNING"
            turn.wait(0.02)
        _carry_out(stack_set, operation)
        if then and stack_set.exists:
            then()

    in_background(work)


def stop(operation: StackSetOperation) -> None:
    """What is under way ends; what has not begun is not begun."""
    if operation.status in ("QUEUED", "RUNNING"):
        operation.status = "STOPPING"


def _carry_out(stack_set: StackSet, operation: StackSetOperation) -> None:
    try:
        exceeded = _regions(stack_set, operation)
    except Exception:
        log.exception("An operation on the stack set %s failed inside the emulator", stack_set.name)
        exceeded = True
        operation.status_reason = "The emulator failed; its log has the details."
    with state_lock:
        for instance in operation.instances:
            if operation.results[instance.key][0] in ("PENDING", "RUNNING"):
                stopped = operation.status == "STOPPING"
                _settle(
                    operation, instance, "CANCELLED", "Cancelled by user" if stopped else FAILURE_TOLERANCE_EXCEEDED
                )
        operation.status = "STOPPED" if operation.status == "STOPPING" else "FAILED" if exceeded else "SUCCEEDED"
        operation.ended = utcnow()


def _regions(stack_set: StackSet, operation: StackSetOperation) -> bool:
    """True where more accounts of a region failed than may."""
    present = list(dict.fromkeys(instance.region for instance in operation.instances))
    order = [region for region in operation.preferences.get("RegionOrder") or [] if region in present]
    regions = [*order, *(region for region in present if region not in order)]
    if operation.preferences.get("RegionConcurrencyType") == "PARALLEL":
        with ThreadPoolExecutor(max_workers=MOST_AT_ONCE) as pool:
            return any(list(pool.map(lambda region: _region(stack_set, operation, region), regions)))
    # A region that is stopped stops those that come after it.
    return any(_region(stack_set, operation, region) for region in regions)


def _region(stack_set: StackSet, operation: StackSetOperation, region: str) -> bool:
    waiting = [instance for instance in operation.instances if instance.region == region]
    tolerance, at_once = limits(operation.preferences, len(waiting))
    strict = operation.preferences.get("ConcurrencyMode", "STRICT_FAILURE_TOLERANCE") == "STRICT_FAILURE_TOLERANCE"
    failures = 0
    running: set[Future[bool]] = set()
    with ThreadPoolExecutor(max_workers=MOST_AT_ONCE) as pool:
        while (waiting and failures <= tolerance and operation.status == "RUNNING" and stack_set.exists) or running:
            allowed = min(at_once, tolerance + 1 - failures) if strict else at_once
            while waiting and failures <= tolerance and len(running) < allowed and operation.status == "RUNNING":
                running.add(pool.submit(_one, stack_set, operation, waiting.pop(0)))
            done, running = wait(running, return_when=FIRST_COMPLETED)
            failures += sum(not future.result() for future in done)
    return failures > tolerance


def _one(stack_set: StackSet, operation: StackSetOperation, instance: StackInstance) -> bool:
    instance.detailed_status = "RUNNING"
    operation.results[instance.key] = ("RUNNING", None)
    try:
        if operation.action == "DELETE":
            failure = take_away(stack_set, instance, operation.retain_stacks)
        else:
            failure = deploy(stack_set, instance)
    except Exception:
        log.exception("The stack set %s failed in %s inside the emulator", stack_set.name, instance.account)
        failure = "The emulator failed; its log has the details."
    with state_lock:
        _settle(operation, instance, "FAILED" if failure else "SUCCEEDED", failure)
        if operation.action == "DELETE" and not failure:
            stack_set.instances.pop(instance.key, None)
    return failure is None


def _settle(operation: StackSetOperation, instance: StackInstance, status: str, reason: str | None) -> None:
    operation.results[instance.key] = (status, reason)
    instance.detailed_status, instance.reason = status, reason
    if status == "SUCCEEDED":
        instance.status = "CURRENT"
    elif status == "FAILED" and operation.action == "DELETE":
        instance.status = "INOPERABLE"
    elif operation.action != "DELETE":
        instance.status = "OUTDATED"


def limits(preferences: dict[str, object], accounts: int) -> tuple[int, int]:
    """How many accounts of a region may fail, and how many are worked on at once."""

    def number(count: str, percentage: str, default: int) -> int:
        if preferences.get(percentage) is not None:
            return accounts * int(str(preferences[percentage])) // 100
        return int(str(preferences.get(count) or default))

    tolerance = number("FailureToleranceCount", "FailureTolerancePercentage", 0)
    return tolerance, max(1, number("MaxConcurrentCount", "MaxConcurrentPercentage", 1))
