"""Which accounts a request on the instances of a stack set is for.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
"""

from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.organizations.models import OrganizationsBackend

from ..organizations.membership import Membership
from .stack_set import StackSet


def is_within(management: OrganizationsBackend, parent: str | None, unit: str) -> bool:
    """Whether ``parent``, the ID of a unit or of the root, is ``unit`` or lies below it."""
    while parent:
        if parent == unit:
            return True
        parent = next((known.parent_id for known in management.ou if known.id == parent), None)
    return False


def accounts_within(membership: Membership, unit: str) -> list[str]:
    """Accounts of a unit and of those below it, never the management account, which StackSets does not deploy to."""
    return [
        account.id
        for account in membership.management.accounts
        if account.id != membership.management_account and is_within(membership.management, account.parent_id, unit)
    ]


def is_suspended(membership: Membership, account: str) -> bool:
    return any(known.id == account and known.status != "ACTIVE" for known in membership.management.accounts)


def accounts_to_create(membership: Membership, targets: dict[str, Any]) -> dict[str, str]:
    """The accounts of CreateStackInstances, each with the unit that it was targeted by."""
    units, accounts = _units(membership, targets), targets.get("Accounts") or []
    kind = targets.get("AccountFilterType")
    if not units:
        raise ValidationError(message="OrganizationalUnitIds are required")
    if accounts and kind is None:
        raise ValidationError(
            message="AccountFilterType must be specified when both OrganizationalUnitIds and Accounts are specified"
        )
    if kind == "UNION":
        raise ValidationError(message="AccountFilterType UNION is not supported for create operations")
    if kind in ("INTERSECTION", "DIFFERENCE") and not accounts:
        raise ValidationError(message=f"Accounts must be specified with the AccountFilterType {kind}")
    found: dict[str, str] = {}
    for unit in units:
        for account in accounts_within(membership, unit):
            found.setdefault(account, unit)
    return {account: unit for account, unit in found.items() if _passes(kind, account in accounts)}


def accounts_to_change(stack_set: StackSet, membership: Membership | None, targets: dict[str, Any]) -> set[str]:
    """The accounts of an update or a deletion; those among them that have no instance do not matter."""
    accounts = set(targets.get("Accounts") or [])
    if not stack_set.service_managed or membership is None:
        return accounts
    kind = targets.get("AccountFilterType") or "UNION"
    within = {account for unit in _units(membership, targets) for account in accounts_within(membership, unit)}
    # An account that left a unit is still reached by the unit by which its instance was made.
    within |= {
        instance.account
        for instance in stack_set.instances.values()
        if instance.organizational_unit in (targets.get("OrganizationalUnitIds") or [])
    }
    match kind:
        case "UNION":
            return within | accounts
        case "INTERSECTION":
            return within & accounts
        case "DIFFERENCE":
            return within - accounts
    return within


def _passes(kind: str | None, listed: bool) -> bool:
    return listed if kind == "INTERSECTION" else not listed if kind == "DIFFERENCE" else True


def _units(membership: Membership, targets: dict[str, Any]) -> list[str]:
    if targets.get("AccountsUrl"):
        raise ValidationError(message="The emulator reads accounts from Accounts only, not from AccountsUrl.")
    units: list[str] = targets.get("OrganizationalUnitIds") or []
    known = {unit.id for unit in membership.management.ou}
    if unknown := [unit for unit in units if unit not in known]:
        raise ValidationError(message=f"Organizational unit(s) [{', '.join(unknown)}] not found in the organization")
    return units
