"""The operations that start remediations and describe how they went.

https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeRemediationExecutionStatus.html
"""

from typing import Any

from moto.config.responses import ConfigResponse

from ..extension import ServiceError, operation, page, parameters
from .config_rule import invalid
from .remediation_configuration import remediations
from .remediation_execution import executions_of, is_non_compliant, start

KEYS_PER_CALL = 100


@operation(ConfigResponse)
def start_remediation_execution(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.config_backend
    rule = _checked_rule(response, request)
    keys = request.get("ResourceKeys") or []
    if not 1 <= len(keys) <= KEYS_PER_CALL:
        raise invalid(f"Between 1 and {KEYS_PER_CALL} resource keys are needed.")
    failed, reasons = [], set()
    for key in keys:
        resource = (key["resourceType"], key["resourceId"])
        if not is_non_compliant(backend, rule, resource):
            failed.append(key)
            reasons.add("The resource is already compliant, or the rule has not evaluated it.")
        elif not start(backend, rule, resource):
            failed.append(key)
            reasons.add("A remediation of the resource is under way.")
    return {"FailureMessage": " ".join(sorted(reasons)), "FailedItems": failed} if failed else {}


@operation(ConfigResponse)
def describe_remediation_execution_status(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    known = executions_of(response.config_backend, _checked_rule(response, request))
    wanted = [(key["resourceType"], key["resourceId"]) for key in request.get("ResourceKeys") or []]
    described = [one.describe() for key, one in known.items() if not wanted or key in wanted]
    shown = page(described, request, 100)
    return {"RemediationExecutionStatuses": shown.pop("items"), **shown}


def _checked_rule(response: ConfigResponse, request: dict[str, Any]) -> str:
    name = str(request.get("ConfigRuleName") or "")
    if name not in remediations(response.config_backend):
        raise ServiceError(
            "NoSuchRemediationConfigurationException", f"The rule {name} has no remediation configuration."
        )
    return name
