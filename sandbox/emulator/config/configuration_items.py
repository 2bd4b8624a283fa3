"""Configuration items of what exists and is recorded: the resources of which moto knows the form, and compliance.

An item is made of the resource as it is when somebody asks; configuration_history keeps what was made before.
https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html
"""

import json
from collections.abc import Iterator
from typing import Any

from moto.config.models import RESOURCE_MAP, ConfigBackend
from moto.iam.models import iam_backends
from moto.s3.models import s3_backends
from moto.s3control.models import s3control_backends
from moto.sns.models import sns_backends
from moto.utilities.utils import get_partition

from ..extension import now
from .conformance_pack import packs
from .evaluation_results import (
    COMPLIANT,
    INSUFFICIENT_DATA,
    NON_COMPLIANT,
    EvaluationResult,
    compliance_of,
    results_of,
)

RESOURCE_COMPLIANCE = "AWS::Config::ResourceCompliance"
PACK_COMPLIANCE = "AWS::Config::ConformancePackCompliance"
#: Recorded only where the recorder says so: https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
GLOBAL_TYPES = ("AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User")


def configuration_items(backend: ConfigBackend) -> Iterator[dict[str, Any]]:
    """The items of one account and region, none where nothing is recorded."""
    recorder = next(iter(backend.recorders.values()), None)
    if recorder is None or not recorder.status.recording:
        return
    partition = get_partition(backend.region_name)
    for kind, identifiers in _identifiers(backend, partition).items():
        if _records(recorder.recording_group, kind):
            for identifier in identifiers:
                found = RESOURCE_MAP[kind].get_config_resource(
                    backend.account_id, partition, identifier, backend_region=backend.region_name
                )
                if found:
                    yield _normal(found, backend)
    for kind, items in ((RESOURCE_COMPLIANCE, _resources(backend)), (PACK_COMPLIANCE, _packs(backend))):
        if _records(recorder.recording_group, kind):
            yield from items


def _identifiers(backend: ConfigBackend, partition: str) -> dict[str, list[str]]:
    account = backend.account_id
    iam = iam_backends[account][partition]
    own = [policy.id for policy in iam.managed_policies.values() if f":iam::{account}:" in policy.arn]
    blocked = s3control_backends[account][partition].public_access_block
    return {
        "AWS::IAM::Policy": sorted(own),
        "AWS::IAM::Role": sorted(role.id for role in iam.roles.values()),
        "AWS::S3::AccountPublicAccessBlock": [account] if blocked else [],
        "AWS::S3::Bucket": sorted(s3_backends[account][partition].buckets),
        "AWS::SNS::Topic": sorted(sns_backends[account][backend.region_name].topics),
    }


def _records(group: Any, kind: str) -> bool:
    strategy = (group.recording_strategy or {}).get("useOnly")
    if strategy == "EXCLUSION_BY_RESOURCE_TYPES":
        return kind not in ((group.exclusion_by_resource_types or {}).get("resourceTypes") or [])
    if group.all_supported:
        return kind not in GLOBAL_TYPES or bool(group.include_global_resource_types)
    return kind in (group.resource_types or [])


def _normal(item: dict[str, Any], backend: ConfigBackend) -> dict[str, Any]:
    """Texts that hold JSON become values, and tags pairs, as queries see them."""
    tags = item.get("tags") or {}
    pairs = [(str(key), value["Value"] if isinstance(value, dict) else value) for key, value in dict(tags).items()]
    return {
        **item,
        "accountId": backend.account_id,
        "configuration": _loaded(item.get("configuration")),
        "supplementaryConfiguration": {
            key: _loaded(value) for key, value in (item.get("supplementaryConfiguration") or {}).items()
        },
        "tags": [{"key": key, "tag": f"{key}={value}", "value": value} for key, value in pairs],
    }


def _loaded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _resources(backend: ConfigBackend) -> Iterator[dict[str, Any]]:
    by_resource: dict[tuple[str, str], list[EvaluationResult]] = {}
    for result in results_of(backend):
        by_resource.setdefault((result.resource_type, result.resource_id), []).append(result)
    for (kind, identifier), results in sorted(by_resource.items()):
        yield _compliance_item(
            backend,
            RESOURCE_COMPLIANCE,
            f"{kind}/{identifier}",
            None,
            {
                "complianceType": compliance_of(results),
                "targetResourceId": identifier,
                "targetResourceType": kind,
                "configRuleList": [_rule(backend, result.rule_name, result.compliance) for result in results],
            },
        )


def _packs(backend: ConfigBackend) -> Iterator[dict[str, Any]]:
    for name, pack in sorted(packs(backend).items()):
        verdicts = {rule: compliance_of(results_of(backend, [rule])) for rule in pack.rules}
        kinds = list(verdicts.values())
        overall = compliance_of(results_of(backend, list(pack.rules)))
        if overall != INSUFFICIENT_DATA:
            yield _compliance_item(
                backend,
                PACK_COMPLIANCE,
                pack.id,
                name,
                {
                    "complianceType": overall,
                    "compliantRuleCount": kinds.count(COMPLIANT),
                    "nonCompliantRuleCount": kinds.count(NON_COMPLIANT),
                    "totalRuleCount": len(kinds),
                    "configRuleList": [_rule(backend, rule, verdict) for rule, verdict in verdicts.items()],
                },
            )


def _rule(backend: ConfigBackend, name: str, compliance: str) -> dict[str, Any]:
    rule = backend.config_rules[name]
    return {
        "configRuleArn": rule.config_rule_arn,
        "configRuleId": rule.config_rule_id,
        "configRuleName": name,
        "complianceType": compliance,
    }


def _compliance_item(
    backend: ConfigBackend, kind: str, identifier: str, name: str | None, configuration: dict[str, Any]
) -> dict[str, Any]:
    return {
        "version": "1.3",
        "accountId": backend.account_id,
        "awsRegion": backend.region_name,
        "configurationItemCaptureTime": now(),
        "configurationItemStatus": "ResourceDiscovered",
        "resourceType": kind,
        "resourceId": identifier,
        **({"resourceName": name} if name else {}),
        "configuration": configuration,
        "supplementaryConfiguration": {},
        "tags": [],
    }
