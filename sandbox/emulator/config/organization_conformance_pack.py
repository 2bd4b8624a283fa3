"""Organization conformance packs: their roll-out to the members of an organization, and its status.

https://docs.aws.amazon.com/config/latest/developerguide/conformance-pack-organization-apis.html
"""

from dataclasses import dataclass, field
from typing import Any

from moto.config.models import ConfigBackend, config_backends
from moto.core.exceptions import JsonRESTError

from ..extension import now, state
from ..organizations.membership import Membership
from ..rollout import later
from ..template.conformance_pack_template import ConformancePackTemplate
from .conformance_pack import ConformancePack, delete_pack, packs, put_pack

SETUP_SERVICE = "config-multiaccountsetup.amazonaws.com"
MEMBER_PACK_PREFIX = "OrgConformsPack-"


@dataclass
class MemberStatus:
    status: str
    error_code: str | None = None
    error_message: str | None = None
    updated: float = field(default_factory=now)

    def change(self, status: str, error_code: str | None = None, error_message: str | None = None) -> None:
        self.status, self.error_code, self.error_message, self.updated = status, error_code, error_message, now()


@dataclass
class OrganizationConformancePack:
    name: str
    #: The name with a suffix that AWS chooses; members' packs are named after it.
    unique_name: str
    arn: str
    membership: Membership
    tags: dict[str, str]
    template: ConformancePackTemplate
    delivery: dict[str, str]
    input_parameters: list[dict[str, str]]
    excluded_accounts: list[str]
    status: str = "CREATE_IN_PROGRESS"
    error_code: str | None = None
    error_message: str | None = None
    updated: float = field(default_factory=now)
    members: dict[str, MemberStatus] = field(default_factory=dict)

    @property
    def member_pack_name(self) -> str:
        return f"{MEMBER_PACK_PREFIX}{self.unique_name}"

    @property
    def in_progress(self) -> bool:
        return self.status.endswith("_IN_PROGRESS")


def organization_packs(backend: ConfigBackend) -> dict[str, OrganizationConformancePack]:
    return state(backend, "organization_packs", dict[str, OrganizationConformancePack])


def roll_out(backend: ConfigBackend, pack: OrganizationConformancePack, verb: str) -> None:
    """Deploys to every account of the organization that is not excluded, the management account among them, and
    takes the pack away from those that it no longer reaches. ``verb`` is CREATE or UPDATE."""
    pack.status, pack.error_code, pack.error_message, pack.updated = f"{verb}_IN_PROGRESS", None, None, now()
    targets = [account for account in pack.membership.accounts if account not in pack.excluded_accounts]
    for account in targets:
        _put_in_member(backend, pack, account, verb)
    for account in [account for account in pack.members if account not in targets]:
        _delete_in_member(backend, pack, account)
    later(lambda: _settle(backend, pack, verb))


def take_away(backend: ConfigBackend, pack: OrganizationConformancePack) -> None:
    pack.status, pack.error_code, pack.error_message, pack.updated = "DELETE_IN_PROGRESS", None, None, now()
    for account in list(pack.members):
        _delete_in_member(backend, pack, account)
    later(lambda: _settle(backend, pack, "DELETE"))


def _member_backend(backend: ConfigBackend, account: str) -> ConfigBackend:
    return config_backends[account][backend.region_name]


def _member_pack(backend: ConfigBackend, pack: OrganizationConformancePack, account: str) -> ConformancePack | None:
    return packs(_member_backend(backend, account)).get(pack.member_pack_name)


def _put_in_member(backend: ConfigBackend, pack: OrganizationConformancePack, account: str, verb: str) -> None:
    known = pack.members.get(account)
    # A member that joined, or is no longer excluded, is created while the others are updated.
    own_verb = verb if known else "CREATE"
    member = pack.members.setdefault(account, MemberStatus(f"{own_verb}_IN_PROGRESS"))
    member.change(f"{own_verb}_IN_PROGRESS")
    target = _member_backend(backend, account)
    if not target.recorders:
        member.change(
            f"{own_verb}_FAILED",
            "NoAvailableConfigurationRecorderException",
            f"The account {account} has no configuration recorder in {backend.region_name}. Create a configuration "
            "recorder there, or exclude the account.",
        )
        return
    try:
        put_pack(
            target,
            pack.member_pack_name,
            pack.template,
            delivery=pack.delivery,
            input_parameters=pack.input_parameters,
            created_by=SETUP_SERVICE,
        )
    except JsonRESTError as error:
        member.change(f"{own_verb}_FAILED", error.error_type, error.message)


def _delete_in_member(backend: ConfigBackend, pack: OrganizationConformancePack, account: str) -> None:
    deployed = _member_pack(backend, pack, account)
    if deployed is None:
        del pack.members[account]
        return
    pack.members[account].change("DELETE_IN_PROGRESS")
    try:
        delete_pack(_member_backend(backend, account), deployed)
    except JsonRESTError as error:
        pack.members[account].change("DELETE_FAILED", error.error_type, error.message)


def _settle(backend: ConfigBackend, pack: OrganizationConformancePack, verb: str) -> None:
    """Follows the members' packs until all are done, and then says how it went as a whole."""
    if organization_packs(backend).get(pack.name) is not pack:
        return  # the emulator was emptied meanwhile
    for account in list(pack.members):
        _follow(backend, pack, account)
    if any(member.status.endswith("_IN_PROGRESS") for member in pack.members.values()):
        later(lambda: _settle(backend, pack, verb))
        return
    failed = {account: member for account, member in pack.members.items() if member.status.endswith("_FAILED")}
    if verb == "DELETE" and not failed:
        del organization_packs(backend)[pack.name]
        return
    pack.updated = now()
    pack.status = f"{verb}_FAILED" if failed else f"{verb}_SUCCESSFUL"
    if failed:
        first = next(iter(failed.values()))
        pack.error_code = first.error_code
        pack.error_message = f"Failed in {len(failed)} account(s): {', '.join(sorted(failed))}. {first.error_message}"


def _follow(backend: ConfigBackend, pack: OrganizationConformancePack, account: str) -> None:
    member = pack.members[account]
    if not member.status.endswith("_IN_PROGRESS"):
        return
    verb = member.status.removesuffix("_IN_PROGRESS")
    deployed = _member_pack(backend, pack, account)
    if verb == "DELETE":
        if deployed is None:
            del pack.members[account]
    elif deployed is None:
        member.change(f"{verb}_FAILED", "NoSuchConformancePackException", "The pack disappeared from the account.")
    elif deployed.status == "CREATE_COMPLETE":
        member.change(f"{verb}_SUCCESSFUL")
    elif deployed.status == "CREATE_FAILED":
        member.change(f"{verb}_FAILED", "ConformancePackDeploymentFailure", deployed.reason)


def describe_member(pack: OrganizationConformancePack, account: str, member: MemberStatus) -> dict[str, Any]:
    described: dict[str, Any] = {
        "AccountId": account,
        "ConformancePackName": pack.member_pack_name,
        "Status": member.status,
        "LastUpdateTime": member.updated,
    }
    if member.error_code:
        described |= {"ErrorCode": member.error_code, "ErrorMessage": member.error_message}
    return described
