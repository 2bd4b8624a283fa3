"""Automatic deployment: instances follow accounts into, out of and between the units of a stack set.

Account filters are not considered, nor overridden parameters. Stack sets that others depend on come first.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
"""

import threading
from dataclasses import dataclass

from moto.cloudformation.models import cloudformation_backends
from moto.moto_api._internal import mock_random
from moto.organizations.models import OrganizationsBackend

from ..extension import state_lock
from ..organizations.account_changes import AccountChange, on_account_change
from ..rollout import in_background
from .deployment_targets import is_within
from .stack_set import StackInstance, StackSet, StackSetOperation
from .stack_set_operation import enqueue
from .stack_set_requests import stack_sets_of


@dataclass
class _Change:
    stack_set: StackSet
    #: Regions to create in, each with the unit that the account is now in reach of.
    created: dict[str, str]
    deleted: list[StackInstance]


def follow(change: AccountChange) -> None:
    """Brings the stack sets of an organization in line with where an account now is."""
    if change.account == change.management.account_id:
        return
    changes = [
        planned
        for backend in list(cloudformation_backends[change.management.account_id].values())
        for stack_set in list(stack_sets_of(backend).values())
        if stack_set.service_managed and stack_set.deploys_automatically
        if (planned := _plan(stack_set, change)).created or planned.deleted
    ]
    if changes:
        in_background(lambda: _work(change.account, _in_order([c.stack_set for c in changes]), changes))


def _plan(stack_set: StackSet, change: AccountChange) -> _Change:
    wanted = _wanted(stack_set, change.management, change.parent)
    there = [instance for instance in stack_set.instances.values() if instance.account == change.account]
    known = {instance.region for instance in there}
    return _Change(
        stack_set,
        {region: unit for region, unit in wanted.items() if region not in known},
        [instance for instance in there if instance.region not in wanted],
    )


def _wanted(stack_set: StackSet, management: OrganizationsBackend, parent: str | None) -> dict[str, str]:
    """The regions in which an account of this unit gets an instance, each with the unit that was targeted."""
    return {
        region: unit
        for unit, regions in stack_set.targeted_units.items()
        if is_within(management, parent, unit)
        for region in regions
    }


def _in_order(stack_sets: list[StackSet]) -> list[StackSet]:
    """Those that others depend on first."""
    left = {stack_set.arn: stack_set for stack_set in stack_sets}
    ordered: list[StackSet] = []
    while left:
        free = [s for s in left.values() if not set(s.auto_deployment.get("DependsOn") or []).intersection(left)]
        for stack_set in free or list(left.values()):
            ordered.append(left.pop(stack_set.arn))
    return ordered


def _work(account: str, ordered: list[StackSet], changes: list[_Change]) -> None:
    by_arn = {change.stack_set.arn: change for change in changes}
    # What depends on another goes before it, as it came after it.
    for stack_set in reversed(ordered):
        change = by_arn[stack_set.arn]
        retain = bool(stack_set.auto_deployment.get("RetainStacksOnAccountRemoval"))
        if change.deleted:
            _run(stack_set, "DELETE", change.deleted, retain)
    failed: set[str] = set()
    for stack_set in ordered:
        change = by_arn[stack_set.arn]
        if not change.created:
            continue
        if failed.intersection(stack_set.auto_deployment.get("DependsOn") or []):
            failed.add(stack_set.arn)
            continue
        made = []
        with state_lock:
            for region, unit in change.created.items():
                instance = StackInstance(stack_set.id, account, region, unit, {})
                made.append(stack_set.instances.setdefault(instance.key, instance))
        if not _run(stack_set, "CREATE", made, False):
            failed.add(stack_set.arn)


def _run(stack_set: StackSet, action: str, instances: list[StackInstance], retain: bool) -> bool:
    """Carries an operation out to its end; True where it succeeded. It has no preferences but the default ones."""
    if not stack_set.exists:
        return False
    operation = StackSetOperation(str(mock_random.uuid4()), action, instances, retain_stacks=retain)
    ended = threading.Event()
    enqueue(stack_set, operation, ended.set)
    while not ended.wait(0.1):
        if not stack_set.exists:
            return False
    return operation.status == "SUCCEEDED"


on_account_change(follow)
