"""Accounts that join, move within or leave an organization, for the services that follow them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moto.organizations.models import OrganizationsBackend


@dataclass(frozen=True)
class AccountChange:
    management: OrganizationsBackend
    account: str
    #: The unit, or root, that the account is now in; None where it is no longer in the organization.
    parent: str | None


_followers: list[Callable[[AccountChange], None]] = []

_moto_create = OrganizationsBackend.create_account
_moto_move = OrganizationsBackend.move_account
_moto_remove = OrganizationsBackend.remove_account_from_organization


def on_account_change(follower: Callable[[AccountChange], None]) -> None:
    _followers.append(follower)


def announce(management: OrganizationsBackend, account: str, parent: str | None) -> None:
    for follower in _followers:
        follower(AccountChange(management, account, parent))


def create_account(self: OrganizationsBackend, **kwargs: Any) -> dict[str, Any]:
    status = _moto_create(self, **kwargs)
    account = self.accounts[-1]
    announce(self, account.id, account.parent_id)
    return status


def move_account(self: OrganizationsBackend, **kwargs: Any) -> None:
    _moto_move(self, **kwargs)
    announce(self, kwargs["AccountId"], kwargs["DestinationParentId"])


def remove_account_from_organization(self: OrganizationsBackend, **kwargs: str) -> None:
    _moto_remove(self, **kwargs)
    announce(self, kwargs["AccountId"], None)


def install() -> None:
    backend: Any = OrganizationsBackend
    backend.create_account = create_account
    backend.move_account = move_account
    backend.remove_account_from_organization = remove_account_from_organization


install()
