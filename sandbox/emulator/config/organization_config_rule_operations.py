"""The operations on organization config rules.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html
"""

import re
from typing import Any

from moto.config.models import ConfigBackend
from moto.config.responses import ConfigResponse
from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

from ..extension import ServiceError, operation, page, parameters
from ..iam.service_linked_roles import ensure_service_linked_role
from .config_rule_source import invalid
from .organization_config_rule import KINDS, OrganizationConfigRule, begin_rollout, organization_rules
from .organization_conformance_pack import SETUP_SERVICE
from .organization_conformance_pack_operations import check_access, check_excluded, validation

RULES_PER_ORGANIZATION = 150


@operation(ConfigResponse)
def put_organization_config_rule(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.config_backend
    membership = check_access(response)
    name = str(request.get("OrganizationConfigRuleName") or "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name):
        raise validation(f"Value '{name}' at 'organizationConfigRuleName' must be 1 to 64 letters, digits, - or _.")
    given = [kind for kind in KINDS if request.get(kind)]
    if len(given) != 1:
        raise invalid(f"Exactly one of {', '.join(KINDS)} must be given.")
    excluded = check_excluded(request.get("ExcludedAccounts") or [])
    rule = organization_rules(backend).get(name)
    if rule and rule.status.endswith("_IN_PROGRESS"):
        raise _in_use(rule)
    verb = "UPDATE" if rule else "CREATE"
    if rule is None:
        if len(organization_rules(backend)) >= RULES_PER_ORGANIZATION:
            raise ServiceError(
                "MaxNumberOfOrganizationConfigRulesExceededException",
                f"The maximum number of organization config rules, {RULES_PER_ORGANIZATION}, is reached.",
            )
        unique = f"{name}-{mock_random.get_random_string(length=8, lower_case=True, include_digits=True)}"
        place = f"{get_partition(backend.region_name)}:config:{backend.region_name}:{backend.account_id}"
        arn = f"arn:{place}:organization-config-rule/{unique}"
        rule = OrganizationConfigRule(name, arn, f"OrgConfigRule-{unique}", membership)
        organization_rules(backend)[name] = rule
    rule.kind, rule.metadata, rule.excluded_accounts = given[0], request[given[0]], excluded
    membership.enable_service_access(SETUP_SERVICE)
    ensure_service_linked_role(backend.account_id, backend.region_name, SETUP_SERVICE)
    begin_rollout(backend, rule, verb, [a for a in membership.accounts if a not in excluded])
    return {"OrganizationConfigRuleArn": rule.arn}


@operation(ConfigResponse)
def delete_organization_config_rule(response: ConfigResponse) -> None:
    check_access(response)
    rule = _find(response.config_backend, parameters(response).get("OrganizationConfigRuleName"))
    if rule.status.endswith("_IN_PROGRESS"):
        raise _in_use(rule)
    begin_rollout(response.config_backend, rule, "DELETE", [])


@operation(ConfigResponse)
def describe_organization_config_rules(response: ConfigResponse) -> dict[str, Any]:
    request, rules = _described(response)
    shown = page(
        [
            {
                "OrganizationConfigRuleName": rule.name,
                "OrganizationConfigRuleArn": rule.arn,
                rule.kind: rule.metadata,
                "ExcludedAccounts": rule.excluded_accounts,
                "LastUpdateTime": rule.updated,
            }
            for rule in rules
        ],
        request,
        100,
    )
    return {"OrganizationConfigRules": shown.pop("items"), **shown}


@operation(ConfigResponse)
def describe_organization_config_rule_statuses(response: ConfigResponse) -> dict[str, Any]:
    request, rules = _described(response)
    statuses = []
    for rule in rules:
        status: dict[str, Any] = {
            "OrganizationConfigRuleName": rule.name,
            "OrganizationRuleStatus": rule.status,
            "LastUpdateTime": rule.updated,
        }
        if failed := next((m for m in rule.members.values() if m.error_code), None):
            status |= {"ErrorCode": failed.error_code, "ErrorMessage": failed.error_message}
        statuses.append(status)
    shown = page(statuses, request, 100)
    return {"OrganizationConfigRuleStatuses": shown.pop("items"), **shown}


@operation(ConfigResponse)
def get_organization_config_rule_detailed_status(response: ConfigResponse) -> dict[str, Any]:
    check_access(response)
    request = parameters(response)
    rule = _find(response.config_backend, request.get("OrganizationConfigRuleName"))
    filters = request.get("Filters") or {}
    statuses = []
    for account, member in sorted(rule.members.items()):
        if filters.get("AccountId", account) != account:
            continue
        if filters.get("MemberAccountRuleStatus", member.status) != member.status:
            continue
        status: dict[str, Any] = {
            "AccountId": account,
            "ConfigRuleName": rule.member_rule_name,
            "MemberAccountRuleStatus": member.status,
            "LastUpdateTime": member.updated,
        }
        if member.error_code:
            status |= {"ErrorCode": member.error_code, "ErrorMessage": member.error_message}
        statuses.append(status)
    shown = page(statuses, request, 100)
    return {"OrganizationConfigRuleDetailedStatus": shown.pop("items"), **shown}


def _described(response: ConfigResponse) -> tuple[dict[str, Any], list[OrganizationConfigRule]]:
    check_access(response)
    request = parameters(response)
    backend = response.config_backend
    names = request.get("OrganizationConfigRuleNames") or sorted(organization_rules(backend))
    return request, [_find(backend, name) for name in names]


def _find(backend: ConfigBackend, name: Any) -> OrganizationConfigRule:
    rule = organization_rules(backend).get(name)
    if rule is None:
        raise ServiceError(
            "NoSuchOrganizationConfigRuleException", f"The organization config rule {name} does not exist."
        )
    return rule


def _in_use(rule: OrganizationConfigRule) -> ServiceError:
    return ServiceError(
        "ResourceInUseException",
        f"Organization config rule {rule.name} is in the state {rule.status}. Try again later.",
    )
