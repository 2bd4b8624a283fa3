"""The compliance of a conformance pack, from the results of its rules.

https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConformancePackCompliance.html
"""

from typing import Any

from moto.config.models import ConfigBackend
from moto.config.responses import ConfigResponse

from ..extension import ServiceError, now, operation, page, parameters
from .conformance_pack import ConformancePack, packs
from .conformance_pack_operations import find_pack
from .evaluation_results import COMPLIANT, compliance_of, results_of


@operation(ConfigResponse)
def describe_conformance_pack_compliance(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.config_backend
    pack = find_pack(backend, request.get("ConformancePackName"))
    filters = request.get("Filters") or {}
    described = [
        {
            "ConfigRuleName": name,
            "ComplianceType": compliance_of(results_of(backend, [name])),
            "Controls": pack.rules[name],
        }
        for name in _rule_names(pack, filters)
    ]
    wanted = filters.get("ComplianceType")
    shown = page([d for d in described if wanted in (None, d["ComplianceType"])], request, 1000)
    return {"ConformancePackName": pack.name, "ConformancePackRuleComplianceList": shown.pop("items"), **shown}


@operation(ConfigResponse)
def get_conformance_pack_compliance_summary(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.config_backend
    names = request.get("ConformancePackNames") or []
    summaries = [
        {
            "ConformancePackName": name,
            "ConformancePackComplianceStatus": compliance_of(results_of(backend, list(find_pack(backend, name).rules))),
        }
        for name in names
    ]
    shown = page(summaries, request, 20)
    return {"ConformancePackComplianceSummaryList": shown.pop("items"), **shown}


@operation(ConfigResponse)
def get_conformance_pack_compliance_details(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.config_backend
    pack = find_pack(backend, request.get("ConformancePackName"))
    filters = request.get("Filters") or {}
    results = [
        result.describe()
        for result in results_of(backend, _rule_names(pack, filters))
        if filters.get("ComplianceType", result.compliance) == result.compliance
        and filters.get("ResourceType", result.resource_type) == result.resource_type
        and result.resource_id in (filters.get("ResourceIds") or [result.resource_id])
    ]
    shown = page(results, request, 100)
    return {"ConformancePackName": pack.name, "ConformancePackRuleEvaluationResults": shown.pop("items"), **shown}


@operation(ConfigResponse)
def list_conformance_pack_compliance_scores(response: ConfigResponse) -> dict[str, Any]:
    """The share, in percent, of compliant results of a pack's rules; INSUFFICIENT_DATA while there are none."""
    request = parameters(response)
    backend = response.config_backend
    wanted = (request.get("Filters") or {}).get("ConformancePackNames")
    scores = [
        {"ConformancePackName": name, "Score": _score(backend, pack), "LastUpdatedTime": now()}
        for name, pack in sorted(packs(backend).items())
        if not wanted or name in wanted
    ]
    if request.get("SortBy") == "SCORE":
        scores.sort(key=lambda score: _number(str(score["Score"])))
    if request.get("SortOrder") == "DESCENDING":
        scores.reverse()
    shown = page(scores, request, 20)
    return {"ConformancePackComplianceScores": shown.pop("items"), **shown}


def _rule_names(pack: ConformancePack, filters: dict[str, Any]) -> list[str]:
    names: list[str] = filters.get("ConfigRuleNames") or list(pack.rules)
    if unknown := [name for name in names if name not in pack.rules]:
        raise ServiceError(
            "NoSuchConfigRuleInConformancePackException",
            f"The conformance pack {pack.name} has no rule {unknown[0]}; give the exact name, suffix included.",
        )
    return names


def _score(backend: ConfigBackend, pack: ConformancePack) -> str:
    results = results_of(backend, list(pack.rules))
    if not results:
        return "INSUFFICIENT_DATA"
    return f"{100 * sum(result.compliance == COMPLIANT for result in results) / len(results):.2f}"


def _number(score: str) -> float:
    # Packs without a score come last.
    return float("-inf") if score == "INSUFFICIENT_DATA" else float(score)
