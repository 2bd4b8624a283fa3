"""Rules with a function: AWS Config invokes it, and what it says of resources comes back by PutEvaluations.

A rule is evaluated when it is made or changed, when somebody asks for it, and when an item is given.
https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
"""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from moto.config.models import ConfigBackend, ConfigRule
from moto.moto_api._internal import mock_random

from ..extensions import install_on_first_use
from .configuration_items import PACK_COMPLIANCE, RESOURCE_COMPLIANCE, configuration_items
from .given_items import given_items, is_gone

log = logging.getLogger("emulator")

CHANGE, OVERSIZED = "ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"
SCHEDULE = "ScheduledNotification"


def evaluate_rule(backend: ConfigBackend, rule: ConfigRule) -> None:
    """Starts an evaluation of all that is in the rule's scope; of a rule without a function, nothing."""
    if rule.source.owner == "CUSTOM_LAMBDA":
        _in_background(lambda: _evaluate(backend, rule))


def evaluate_item(backend: ConfigBackend, item: dict[str, Any], *, oversized: bool, left_scope: bool) -> None:
    """Tells every rule in whose scope the item is, as when the resource has changed."""
    kind = OVERSIZED if oversized else CHANGE
    rules = [
        rule
        for rule in backend.config_rules.values()
        if rule.source.owner == "CUSTOM_LAMBDA" and kind in _triggers(rule) and (left_scope or _in_scope(rule, item))
    ]
    for rule in rules:
        event = _oversized(item) if oversized else _changed(item)
        _in_background(lambda rule=rule, event=event: _invoke(backend, rule, event, left_scope))


def _evaluate(backend: ConfigBackend, rule: ConfigRule) -> None:
    triggers = _triggers(rule)
    if CHANGE in triggers:
        for item in _items(backend):
            if _in_scope(rule, item):
                _invoke(backend, rule, _changed(item))
    if SCHEDULE in triggers:
        _invoke(backend, rule, _scheduled(backend))


def _in_background(work: Callable[[], None]) -> None:
    def guarded() -> None:
        try:
            work()
        except Exception:
            log.exception("An evaluation failed inside the emulator")

    threading.Thread(target=guarded, daemon=True).start()


def _invoke(backend: ConfigBackend, rule: ConfigRule, invoking: dict[str, Any], left_scope: bool = False) -> None:
    # Its models take a second to load, and few sessions have such rules.
    install_on_first_use("lambda")
    from ..awslambda.invocation import deliver, find_function

    if backend.config_rules.get(str(rule.config_rule_name)) is not rule:
        return  # it was changed or deleted meanwhile
    function = find_function(str(rule.source.source_identifier))
    if function is None:
        return
    deliver(
        function,
        {
            "version": "1.0",
            "invokingEvent": json.dumps(invoking),
            "ruleParameters": rule.input_parameters or "{}",
            # PutEvaluations here takes the rule's name for it.
            "resultToken": rule.config_rule_name,
            "eventLeftScope": left_scope,
            "executionRoleArn": next((str(one.role_arn) for one in backend.recorders.values()), ""),
            "configRuleArn": rule.config_rule_arn,
            "configRuleName": rule.config_rule_name,
            "configRuleId": rule.config_rule_id,
            "accountId": backend.account_id,
        },
    )


def _changed(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "configurationItemDiff": None,
        "configurationItem": _told(item),
        "notificationCreationTime": _time(),
        "messageType": CHANGE,
        "recordVersion": "1.3",
    }


def _oversized(item: dict[str, Any]) -> dict[str, Any]:
    """An item that is too large to be sent is only named."""
    summary = {key: value for key, value in _told(item).items() if key not in ("configuration", "relationships")}
    summary.pop("supplementaryConfiguration", None)
    return {
        "configurationItemSummary": {**summary, "changeType": "UPDATE"},
        "s3DeliverySummary": {"s3BucketLocation": None, "errorCode": None, "errorMessage": None},
        "notificationCreationTime": _time(),
        "messageType": OVERSIZED,
        "recordVersion": "1.0",
    }


def _scheduled(backend: ConfigBackend) -> dict[str, Any]:
    return {
        "awsAccountId": backend.account_id,
        "notificationCreationTime": _time(),
        "messageType": SCHEDULE,
        "recordVersion": "1.0",
    }


def _told(item: dict[str, Any]) -> dict[str, Any]:
    return {
        **item,
        "configurationItemCaptureTime": _time(),
        "configurationStateId": int(datetime.now(UTC).timestamp() * 1000),
        "configurationStateMd5Hash": str(mock_random.get_random_hex(32)),
    }


def _items(backend: ConfigBackend) -> Iterator[dict[str, Any]]:
    given = given_items(backend)
    yield from (item for item in list(given.values()) if not is_gone(item))
    for item in list(configuration_items(backend)):
        if item["resourceType"] not in (RESOURCE_COMPLIANCE, PACK_COMPLIANCE):
            yield _as_event(item)


def _as_event(item: dict[str, Any]) -> dict[str, Any]:
    """Queries see tags as a list; an event has them as a map, and other names for two members."""
    others = {key: value for key, value in item.items() if key not in ("accountId", "arn", "tags")}
    return {
        **others,
        "ARN": item.get("arn"),
        "awsAccountId": item["accountId"],
        "configurationItemStatus": "OK",
        "tags": {tag["key"]: tag["value"] for tag in item["tags"]},
        "relationships": item.get("relationships") or [],
    }


def _triggers(rule: ConfigRule) -> set[str]:
    return {str(detail.message_type) for detail in rule.source.source_details or []}


def _in_scope(rule: ConfigRule, item: dict[str, Any]) -> bool:
    scope: Any = rule.scope
    if scope is None:
        return True
    types = scope.compliance_resource_types or []
    identifier = scope.compliance_resource_id
    if (types and item["resourceType"] not in types) or (identifier and item["resourceId"] != identifier):
        return False
    tags = item.get("tags") or {}
    wanted = scope.tags or {}
    return all(key in tags and (not value or tags[key] == value) for key, value in wanted.items())


def _time() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
