"""Compliance across the accounts and regions of an aggregator.

https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeAggregateComplianceByConfigRules.html
"""

from collections.abc import Iterable
from typing import Any

from moto.config.responses import ConfigResponse

from ..extension import operation, page, parameters
from .aggregation import AggregatedSource, readable_sources
from .config_rule_source import invalid
from .conformance_pack import ConformancePack, packs
from .evaluation_results import COMPLIANT, NON_COMPLIANT, capped, compliance_of, describe_compliance, results_of


@operation(ConfigResponse)
def describe_aggregate_compliance_by_config_rules(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    filters = request.get("Filters") or {}
    described: list[dict[str, Any]] = [
        {
            "ConfigRuleName": name,
            "Compliance": describe_compliance(results_of(source.backend, [name])),
            "AccountId": source.account,
            "AwsRegion": source.region,
        }
        for source in readable_sources(response, request)
        for name in sorted(source.backend.config_rules)
        if filters.get("ConfigRuleName", name) == name
    ]
    wanted = filters.get("ComplianceType")
    shown = page([d for d in described if wanted in (None, d["Compliance"]["ComplianceType"])], request, 1000)
    return {"AggregateComplianceByConfigRules": shown.pop("items"), **shown}


@operation(ConfigResponse)
def get_aggregate_config_rule_compliance_summary(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    groups: dict[str, list[str]] = {}
    for source in readable_sources(response, request):
        kinds = groups.setdefault(_group(source, request), [])
        kinds.extend(compliance_of(results_of(source.backend, [name])) for name in source.backend.config_rules)
    counts = [
        {
            "GroupName": group,
            "ComplianceSummary": {
                "CompliantResourceCount": capped(kinds.count(COMPLIANT)),
                "NonCompliantResourceCount": capped(kinds.count(NON_COMPLIANT)),
            },
        }
        for group, kinds in sorted(groups.items())
    ]
    return _grouped("AggregateComplianceCounts", counts, request)


@operation(ConfigResponse)
def get_aggregate_compliance_details_by_config_rule(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    for required in ("ConfigRuleName", "AccountId", "AwsRegion"):
        if not request.get(required):
            raise invalid(f"{required} must be given.")
    narrowed = {**request, "Filters": {"AccountId": request["AccountId"], "AwsRegion": request["AwsRegion"]}}
    wanted = request.get("ComplianceType")
    results = [
        {**result.describe(), "AccountId": source.account, "AwsRegion": source.region}
        for source in readable_sources(response, narrowed)
        for result in results_of(source.backend, [request["ConfigRuleName"]])
        if wanted in (None, result.compliance)
    ]
    shown = page(results, request, 50)
    return {"AggregateEvaluationResults": shown.pop("items"), **shown}


@operation(ConfigResponse)
def describe_aggregate_compliance_by_conformance_packs(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    filters = request.get("Filters") or {}
    described: list[dict[str, Any]] = [
        {
            "ConformancePackName": name,
            "Compliance": _pack_compliance(source, pack),
            "AccountId": source.account,
            "AwsRegion": source.region,
        }
        for source in readable_sources(response, request)
        for name, pack in sorted(packs(source.backend).items())
        if filters.get("ConformancePackName", name) == name
    ]
    wanted = filters.get("ComplianceType")
    shown = page([d for d in described if wanted in (None, d["Compliance"]["ComplianceType"])], request, 1000)
    return {"AggregateComplianceByConformancePacks": shown.pop("items"), **shown}


@operation(ConfigResponse)
def get_aggregate_conformance_pack_compliance_summary(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    groups: dict[str, list[str]] = {}
    for source in readable_sources(response, request):
        kinds = groups.setdefault(_group(source, request), [])
        kinds.extend(_pack_compliance(source, pack)["ComplianceType"] for pack in packs(source.backend).values())
    summaries = [
        {
            "GroupName": group,
            "ComplianceSummary": {
                "CompliantConformancePackCount": kinds.count(COMPLIANT),
                "NonCompliantConformancePackCount": kinds.count(NON_COMPLIANT),
            },
        }
        for group, kinds in sorted(groups.items())
    ]
    return _grouped("AggregateConformancePackComplianceSummaries", summaries, request)


def _pack_compliance(source: AggregatedSource, pack: ConformancePack) -> dict[str, Any]:
    kinds = [compliance_of(results_of(source.backend, [name])) for name in pack.rules]
    return {
        "ComplianceType": compliance_of(results_of(source.backend, list(pack.rules))),
        "CompliantRuleCount": kinds.count(COMPLIANT),
        "NonCompliantRuleCount": kinds.count(NON_COMPLIANT),
        "TotalRuleCount": len(kinds),
    }


def _group(source: AggregatedSource, request: dict[str, Any]) -> str:
    return source.region if request.get("GroupByKey") == "AWS_REGION" else source.account


def _grouped(member: str, items: Iterable[dict[str, Any]], request: dict[str, Any]) -> dict[str, Any]:
    shown = page(list(items), request, 1000)
    return {"GroupByKey": request.get("GroupByKey", "ACCOUNT_ID"), member: shown.pop("items"), **shown}
