"""Organization config rules: one rule in every member account.

https://docs.aws.amazon.com/config/latest/developerguide/config-rule-multi-account-deployment.html
"""

from dataclasses import dataclass, field
from typing import Any

from moto.config.models import ConfigBackend, config_backends
from moto.core.exceptions import JsonRESTError

from ..extension import now, state
from ..organizations.membership import Membership
from ..rollout import later
from .config_rule import make_rule, no_recorder, refuse_reserved
from .config_rule_source import GUARD_RUNTIME
from .organization_conformance_pack import SETUP_SERVICE, MemberStatus

#: One of the three says what the rule is.
KINDS = (
    "OrganizationManagedRuleMetadata",
    "OrganizationCustomRuleMetadata",
    "OrganizationCustomPolicyRuleMetadata",
)


@dataclass
class OrganizationConfigRule:
    name: str
    arn: str
    #: The rule's name in the members.
    member_rule_name: str
    membership: Membership
    kind: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    excluded_accounts: list[str] = field(default_factory=list)
    status: str = "CREATE_IN_PROGRESS"
    updated: float = field(default_factory=now)
    members: dict[str, MemberStatus] = field(default_factory=dict)


def organization_rules(backend: ConfigBackend) -> dict[str, OrganizationConfigRule]:
    return state(backend, "organization_rules", dict[str, OrganizationConfigRule])


def begin_rollout(backend: ConfigBackend, rule: OrganizationConfigRule, verb: str, targets: list[str]) -> None:
    """Puts the rule into the target accounts, and takes it from others that have it. ``verb`` is CREATE, UPDATE or
    DELETE."""
    rule.status, rule.updated = f"{verb}_IN_PROGRESS", now()
    for account in {*targets, *rule.members}:
        own = "DELETE" if account not in targets else verb if account in rule.members else "CREATE"
        rule.members.setdefault(account, MemberStatus("")).change(f"{own}_IN_PROGRESS")
    later(lambda: _finish(backend, rule, verb))


def _finish(backend: ConfigBackend, rule: OrganizationConfigRule, verb: str) -> None:
    if organization_rules(backend).get(rule.name) is not rule:
        return  # the emulator was emptied meanwhile
    for account, member in list(rule.members.items()):
        own = member.status.removesuffix("_IN_PROGRESS")
        target = config_backends[account][backend.region_name]
        if own == "DELETE":
            target.config_rules.pop(rule.member_rule_name, None)
            del rule.members[account]
            continue
        try:
            _put_in_member(target, rule)
            member.change(f"{own}_SUCCESSFUL")
        except JsonRESTError as error:
            member.change(f"{own}_FAILED", error.error_type, error.message)
    if verb == "DELETE":
        del organization_rules(backend)[rule.name]
        return
    failed = any(member.error_code for member in rule.members.values())
    rule.status, rule.updated = f"{verb}_{'FAILED' if failed else 'SUCCESSFUL'}", now()


def _put_in_member(target: ConfigBackend, rule: OrganizationConfigRule) -> None:
    if not target.recorders:
        raise no_recorder()
    properties = {**_rule_properties(rule), "ConfigRuleName": rule.member_rule_name}
    refuse_reserved(properties, by_pack=False)
    made = make_rule(target, properties, {})
    made.created_by = SETUP_SERVICE
    if before := target.config_rules.get(rule.member_rule_name):
        made.config_rule_id, made.config_rule_arn = before.config_rule_id, before.config_rule_arn
    target.config_rules[rule.member_rule_name] = made


def _rule_properties(rule: OrganizationConfigRule) -> dict[str, Any]:
    """The metadata of an organization's rule in the shape of PutConfigRule."""
    given = rule.metadata
    properties: dict[str, Any] = {
        key: given[key] for key in ("Description", "InputParameters", "MaximumExecutionFrequency") if key in given
    }
    scope = {
        key: given[old]
        for key, old in (
            ("ComplianceResourceTypes", "ResourceTypesScope"),
            ("ComplianceResourceId", "ResourceIdScope"),
            ("TagKey", "TagKeyScope"),
            ("TagValue", "TagValueScope"),
        )
        if given.get(old)
    }
    if scope:
        properties["Scope"] = scope
    if rule.kind == KINDS[0]:
        return {**properties, "Source": {"Owner": "AWS", "SourceIdentifier": given.get("RuleIdentifier")}}
    types = given.get("OrganizationConfigRuleTriggerTypes") or []
    details = [{"EventSource": "aws.config", "MessageType": message} for message in types]
    if rule.kind == KINDS[1]:
        source = {
            "Owner": "CUSTOM_LAMBDA",
            "SourceIdentifier": given.get("LambdaFunctionArn"),
            "SourceDetails": details,
        }
        return {**properties, "Source": source}
    policy = {"PolicyRuntime": given.get("PolicyRuntime", GUARD_RUNTIME), "PolicyText": given.get("PolicyText")}
    return {**properties, "Source": {"Owner": "CUSTOM_POLICY", "SourceDetails": details, "CustomPolicyDetails": policy}}
