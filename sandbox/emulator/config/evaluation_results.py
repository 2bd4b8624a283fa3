"""Evaluation results of rules, and the compliance that follows from them.

Only rules with a function of the user's are evaluated, and it is the function that does it: results are what
PutEvaluations and PutExternalEvaluation bring. A rule without results has insufficient data, as in an account whose
rules have not run yet.
https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html
"""

from dataclasses import dataclass
from typing import Any

from moto.config.models import ConfigBackend

from ..extension import ServiceError, now, state
from .config_rule_source import invalid

COMPLIANT, NON_COMPLIANT, INSUFFICIENT_DATA = "COMPLIANT", "NON_COMPLIANT", "INSUFFICIENT_DATA"
#: What an evaluation may say; NOT_APPLICABLE takes a resource's earlier result away.
ACCEPTED = (COMPLIANT, NON_COMPLIANT, "NOT_APPLICABLE")
#: At most this many resources are counted: https://docs.aws.amazon.com/config/latest/APIReference/API_ComplianceContributorCount.html
COUNT_CAP = 25
EVALUATIONS_PER_CALL = 100
#: Of an evaluation: https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html
ANNOTATION_LENGTH = 256


@dataclass(frozen=True)
class EvaluationResult:
    rule_name: str
    resource_type: str
    resource_id: str
    compliance: str
    annotation: str | None
    ordered: float
    recorded: float

    def describe(self) -> dict[str, Any]:
        """In the shape of EvaluationResult of the API."""
        described: dict[str, Any] = {
            "EvaluationResultIdentifier": {
                "EvaluationResultQualifier": {
                    "ConfigRuleName": self.rule_name,
                    "ResourceType": self.resource_type,
                    "ResourceId": self.resource_id,
                    "EvaluationMode": "DETECTIVE",
                },
                "OrderingTimestamp": self.ordered,
            },
            "ComplianceType": self.compliance,
            "ResultRecordedTime": self.recorded,
            "ConfigRuleInvokedTime": self.recorded,
        }
        if self.annotation:
            described["Annotation"] = self.annotation
        return described


def _all_results(backend: ConfigBackend) -> dict[tuple[str, str, str], EvaluationResult]:
    return state(backend, "evaluation_results", dict[tuple[str, str, str], EvaluationResult])


def check_evaluations(evaluations: list[dict[str, Any]]) -> None:
    """Raises what AWS Config answers to evaluations that it does not take, in test mode too."""
    if len(evaluations) > EVALUATIONS_PER_CALL:
        raise invalid(f"At most {EVALUATIONS_PER_CALL} evaluations are allowed per call.")
    for evaluation in evaluations:
        for member in ("ComplianceResourceType", "ComplianceResourceId", "ComplianceType"):
            if not evaluation.get(member):
                raise invalid(f"Each evaluation needs {member}.")
        if evaluation["ComplianceType"] not in ACCEPTED:
            raise invalid(f"The ComplianceType {evaluation['ComplianceType']} is invalid; accepted are {ACCEPTED}.")
        if len(evaluation.get("Annotation") or "") > ANNOTATION_LENGTH:
            raise invalid(f"An annotation has at most {ANNOTATION_LENGTH} characters.")


def record_evaluations(backend: ConfigBackend, rule_name: str, evaluations: list[dict[str, Any]]) -> None:
    """Takes all or none of the evaluations, in the shape of the API's Evaluation."""
    check_evaluations(evaluations)
    if rule_name not in backend.config_rules:
        raise ServiceError("NoSuchConfigRuleException", f"The ConfigRule '{rule_name}' does not exist.")
    for evaluation in evaluations:
        key = (rule_name, str(evaluation["ComplianceResourceType"]), str(evaluation["ComplianceResourceId"]))
        if evaluation["ComplianceType"] == "NOT_APPLICABLE":
            _all_results(backend).pop(key, None)
            continue
        ordered = float(evaluation.get("OrderingTimestamp") or now())
        _all_results(backend)[key] = EvaluationResult(
            *key, str(evaluation["ComplianceType"]), evaluation.get("Annotation"), ordered, now()
        )
    # Loaded only now: it knows results.
    from .remediation_execution import remediate_automatically

    remediate_automatically(backend, rule_name)


def forget_evaluations(backend: ConfigBackend, rule_name: str) -> None:
    for key in [key for key in _all_results(backend) if key[0] == rule_name]:
        del _all_results(backend)[key]


def results_of(backend: ConfigBackend, rule_names: list[str] | None = None) -> list[EvaluationResult]:
    """Results of the given rules, or of all; those of rules that are gone are gone too."""
    return [
        result
        for result in _all_results(backend).values()
        if result.rule_name in backend.config_rules and (rule_names is None or result.rule_name in rule_names)
    ]


def compliance_of(results: list[EvaluationResult]) -> str:
    kinds = {result.compliance for result in results}
    return NON_COMPLIANT if NON_COMPLIANT in kinds else COMPLIANT if COMPLIANT in kinds else INSUFFICIENT_DATA


def describe_compliance(results: list[EvaluationResult]) -> dict[str, Any]:
    """In the shape of Compliance of the API: the type, and how many contribute to non-compliance."""
    kind = compliance_of(results)
    if kind != NON_COMPLIANT:
        return {"ComplianceType": kind}
    return {"ComplianceType": kind, "ComplianceContributorCount": capped(sum(r.compliance == kind for r in results))}


def capped(count: int) -> dict[str, Any]:
    return {"CappedCount": min(count, COUNT_CAP), "CapExceeded": count > COUNT_CAP}
