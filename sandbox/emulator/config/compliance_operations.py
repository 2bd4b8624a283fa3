"""The operations that bring evaluation results and read the compliance of rules and resources.

https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeComplianceByConfigRule.html
"""

from typing import Any

from moto.config.models import ConfigBackend
from moto.config.responses import ConfigResponse

from ..extension import ServiceError, operation, page, parameters
from .config_rule_source import invalid
from .configuration_history import record_history
from .evaluation_results import (
    COMPLIANT,
    NON_COMPLIANT,
    EvaluationResult,
    capped,
    check_evaluations,
    compliance_of,
    describe_compliance,
    forget_evaluations,
    record_evaluations,
    results_of,
)


@operation(ConfigResponse)
def put_evaluations(response: ConfigResponse) -> dict[str, Any]:
    """A result token is what Config hands to a rule's function; here it is the name of the rule."""
    request = parameters(response)
    evaluations = request.get("Evaluations")
    if not evaluations:
        raise invalid("The Evaluations object in your request cannot be null.")
    token = request.get("ResultToken")
    if not token:
        raise ServiceError("InvalidResultTokenException", "The resultToken provided is invalid.")
    check_evaluations(evaluations)
    if request.get("TestMode"):
        return {"FailedEvaluations": []}
    if token not in response.config_backend.config_rules:
        raise ServiceError("InvalidResultTokenException", "The resultToken provided is invalid.")
    record_evaluations(response.config_backend, token, evaluations)
    record_history(response.config_backend)
    return {"FailedEvaluations": []}


@operation(ConfigResponse)
def put_external_evaluation(response: ConfigResponse) -> dict[str, Any]:
    """AWS keeps it for rules of other services; here it brings a result for any rule, which nothing else would."""
    request = parameters(response)
    record_evaluations(
        response.config_backend, request.get("ConfigRuleName") or "", [request.get("ExternalEvaluation") or {}]
    )
    record_history(response.config_backend)
    return {}


@operation(ConfigResponse)
def delete_evaluation_results(response: ConfigResponse) -> dict[str, Any]:
    name = parameters(response).get("ConfigRuleName") or ""
    _check_rules(response.config_backend, [name])
    forget_evaluations(response.config_backend, name)
    record_history(response.config_backend)
    return {}


@operation(ConfigResponse)
def describe_compliance_by_config_rule(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.config_backend
    names = request.get("ConfigRuleNames") or sorted(backend.config_rules)
    _check_rules(backend, names)
    wanted = request.get("ComplianceTypes")
    described = [
        {"ConfigRuleName": name, "Compliance": describe_compliance(results_of(backend, [name]))} for name in names
    ]
    shown = page([d for d in described if not wanted or d["Compliance"]["ComplianceType"] in wanted], request, 25)
    return {"ComplianceByConfigRules": shown.pop("items"), **shown}


@operation(ConfigResponse)
def describe_compliance_by_resource(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    wanted = request.get("ComplianceTypes")
    described = []
    for (kind, identifier), results in sorted(_by_resource(results_of(response.config_backend)).items()):
        if request.get("ResourceType", kind) != kind or request.get("ResourceId", identifier) != identifier:
            continue
        compliance = describe_compliance(results)
        if not wanted or compliance["ComplianceType"] in wanted:
            described.append({"ResourceType": kind, "ResourceId": identifier, "Compliance": compliance})
    shown = page(described, request, 10)
    return {"ComplianceByResources": shown.pop("items"), **shown}


@operation(ConfigResponse)
def get_compliance_details_by_config_rule(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    name = request.get("ConfigRuleName") or ""
    _check_rules(response.config_backend, [name])
    return _evaluation_page(results_of(response.config_backend, [name]), request, 10)


@operation(ConfigResponse)
def get_compliance_details_by_resource(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    wanted = (request.get("ResourceType"), request.get("ResourceId"))
    results = [r for r in results_of(response.config_backend) if (r.resource_type, r.resource_id) == wanted]
    return _evaluation_page(results, request, 10)


@operation(ConfigResponse)
def get_compliance_summary_by_config_rule(response: ConfigResponse) -> dict[str, Any]:
    backend = response.config_backend
    kinds = [compliance_of(results_of(backend, [name])) for name in backend.config_rules]
    return {"ComplianceSummary": _summary(kinds)}


@operation(ConfigResponse)
def get_compliance_summary_by_resource_type(response: ConfigResponse) -> dict[str, Any]:
    wanted = parameters(response).get("ResourceTypes") or []
    by_resource = _by_resource(results_of(response.config_backend))
    summaries = []
    for kind in wanted or [None]:
        kinds = [compliance_of(results) for (k, _), results in by_resource.items() if kind in (None, k)]
        summary: dict[str, Any] = {"ComplianceSummary": _summary(kinds)}
        summaries.append(summary if kind is None else {"ResourceType": kind, **summary})
    return {"ComplianceSummariesByResourceType": summaries}


def _check_rules(backend: ConfigBackend, names: list[str]) -> None:
    for name in names:
        if name not in backend.config_rules:
            raise ServiceError("NoSuchConfigRuleException", f"The ConfigRule '{name}' does not exist.")


def _by_resource(results: list[EvaluationResult]) -> dict[tuple[str, str], list[EvaluationResult]]:
    grouped: dict[tuple[str, str], list[EvaluationResult]] = {}
    for result in results:
        grouped.setdefault((result.resource_type, result.resource_id), []).append(result)
    return grouped


def _evaluation_page(results: list[EvaluationResult], request: dict[str, Any], limit: int) -> dict[str, Any]:
    wanted = request.get("ComplianceTypes")
    shown = page([r.describe() for r in results if not wanted or r.compliance in wanted], request, limit)
    return {"EvaluationResults": shown.pop("items"), **shown}


def _summary(kinds: list[str]) -> dict[str, Any]:
    return {
        "CompliantResourceCount": capped(kinds.count(COMPLIANT)),
        "NonCompliantResourceCount": capped(kinds.count(NON_COMPLIANT)),
    }
