"""Invitations of accounts that exist already, and their leaving.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_invites.html
"""

import json
from collections.abc import Iterator
from typing import Any

from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random
from moto.organizations.exceptions import (
    AlreadyInOrganizationException,
    AWSOrganizationsNotInUseException,
    ConstraintViolationException,
    InvalidInputException,
    OrganizationsClientError,
)
from moto.organizations.models import FakeAccount, OrganizationsBackend, organizations_backends
from moto.organizations.responses import OrganizationsResponse

from ..extension import state
from .account_changes import announce
from .membership import membership_of

LIFETIME_SECONDS = 15 * 24 * 3600


class HandshakeNotFound(OrganizationsClientError):
    def __init__(self) -> None:
        super().__init__("HandshakeNotFoundException", "You specified a handshake that doesn't exist.")


class HandshakeAlreadyInState(OrganizationsClientError):
    def __init__(self, handshake: dict[str, Any]) -> None:
        text = f"The handshake can't be changed any more: it is {handshake['State']}."
        super().__init__("InvalidHandshakeTransitionException", text)


class DuplicateHandshake(OrganizationsClientError):
    def __init__(self) -> None:
        super().__init__("DuplicateHandshakeException", "A handshake for the same action and target already exists.")


def _handshakes(backend: OrganizationsBackend) -> dict[str, dict[str, Any]]:
    return state(backend, "handshakes", dict[str, dict[str, Any]])


def _organizations() -> Iterator[OrganizationsBackend]:
    for account in list(organizations_backends.values()):
        for backend in list(account.values()):
            if backend.org:
                yield backend


def _invited(account: str, handshake_id: str) -> tuple[OrganizationsBackend, dict[str, Any]]:
    for backend in _organizations():
        handshake = _handshakes(backend).get(handshake_id)
        if handshake and account in (_target(handshake), backend.account_id):
            return backend, handshake
    raise HandshakeNotFound


def _target(handshake: dict[str, Any]) -> str:
    return str(next(party["Id"] for party in handshake["Parties"] if party["Type"] == "ACCOUNT"))


def invite_account_to_organization(response: OrganizationsResponse) -> str:
    backend, target = response.organizations_backend, response.request_params["Target"]
    if backend.org is None:
        raise AWSOrganizationsNotInUseException
    if target.get("Type") != "ACCOUNT":
        raise InvalidInputException("The emulator invites accounts by their ID only.")
    account = str(target["Id"])
    if membership_of(account, response.region) is not None:
        raise AlreadyInOrganizationException
    if any(h["State"] == "OPEN" and _target(h) == account for h in _handshakes(backend).values()):
        raise DuplicateHandshake
    identifier, now = f"h-{mock_random.uuid4().hex}", unix_time()
    place = f"arn:{backend.partition}:organizations::{backend.account_id}"
    handshake = {
        "Id": identifier,
        "Arn": f"{place}:handshake/{backend.org.id}/invite/{identifier}",
        "Parties": [{"Id": backend.org.id, "Type": "ORGANIZATION"}, {"Id": account, "Type": "ACCOUNT"}],
        "State": "OPEN",
        "RequestedTimestamp": now,
        "ExpirationTimestamp": now + LIFETIME_SECONDS,
        "Action": "INVITE",
        "Resources": [
            {"Type": "ORGANIZATION", "Value": backend.org.id},
            {"Type": "ACCOUNT", "Value": account},
        ],
    }
    _handshakes(backend)[identifier] = handshake
    return json.dumps({"Handshake": handshake})


def accept_handshake(response: OrganizationsResponse) -> str:
    account = response.current_account
    backend, handshake = _answered(response)
    if membership_of(account, response.region) is not None:
        raise AlreadyInOrganizationException
    assert backend.org is not None
    joined = FakeAccount(backend.org, AccountName=f"account-{account}", Email=f"{account}@example.com")
    joined.id, joined.joined_method = account, "INVITED"
    backend.accounts.append(joined)
    for policy in [policy for policy in backend.policies if policy.aws_managed]:
        backend.attach_policy(PolicyId=policy.id, TargetId=account)
    organizations_backends.master_accounts[account] = (backend.account_id, backend.partition)
    handshake["State"] = "ACCEPTED"
    announce(backend, account, joined.parent_id)
    return json.dumps({"Handshake": handshake})


def decline_handshake(response: OrganizationsResponse) -> str:
    _, handshake = _answered(response)
    handshake["State"] = "DECLINED"
    return json.dumps({"Handshake": handshake})


def cancel_handshake(response: OrganizationsResponse) -> str:
    handshake = _handshakes(response.organizations_backend).get(response.request_params["HandshakeId"])
    if handshake is None:
        raise HandshakeNotFound
    if handshake["State"] != "OPEN":
        raise HandshakeAlreadyInState(handshake)
    handshake["State"] = "CANCELED"
    return json.dumps({"Handshake": handshake})


def describe_handshake(response: OrganizationsResponse) -> str:
    _, handshake = _invited(response.current_account, response.request_params["HandshakeId"])
    return json.dumps({"Handshake": handshake})


def list_handshakes_for_account(response: OrganizationsResponse) -> str:
    found = [
        handshake
        for backend in _organizations()
        for handshake in _handshakes(backend).values()
        if _target(handshake) == response.current_account
    ]
    return json.dumps({"Handshakes": found})


def list_handshakes_for_organization(response: OrganizationsResponse) -> str:
    return json.dumps({"Handshakes": list(_handshakes(response.organizations_backend).values())})


def leave_organization(response: OrganizationsResponse) -> str:
    membership = membership_of(response.current_account, response.region)
    if membership is None:
        raise AWSOrganizationsNotInUseException
    if membership.is_management:
        raise ConstraintViolationException("The management account can't leave its organization.")
    membership.management.remove_account_from_organization(AccountId=response.current_account)
    return "{}"


def _answered(response: OrganizationsResponse) -> tuple[OrganizationsBackend, dict[str, Any]]:
    backend, handshake = _invited(response.current_account, response.request_params["HandshakeId"])
    if _target(handshake) != response.current_account:
        raise HandshakeNotFound
    if handshake["State"] != "OPEN":
        raise HandshakeAlreadyInState(handshake)
    return backend, handshake


def install() -> None:
    response: Any = OrganizationsResponse
    for operation in (
        accept_handshake,
        cancel_handshake,
        decline_handshake,
        describe_handshake,
        invite_account_to_organization,
        leave_organization,
        list_handshakes_for_account,
        list_handshakes_for_organization,
    ):
        setattr(response, operation.__name__, operation)


install()
