"""Resources that automatic remediation leaves alone, put by somebody or by AWS Config after too many failures.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutRemediationExceptions.html
"""

from typing import Any

from moto.config.models import ConfigBackend
from moto.config.responses import ConfigResponse

from ..extension import ServiceError, now, operation, page, parameters, state
from .config_rule import invalid
from .evaluation_results import NON_COMPLIANT, results_of
from .remediation_configuration import remediations

ResourceKey = tuple[str, str]

KEYS_PER_CALL = 100


def _exceptions(backend: ConfigBackend) -> dict[tuple[str, ResourceKey], dict[str, Any]]:
    return state(backend, "remediation_exceptions", dict[tuple[str, ResourceKey], dict[str, Any]])


def exception_of(backend: ConfigBackend, rule: str, resource: ResourceKey) -> dict[str, Any] | None:
    """None where there is none, or where it has expired."""
    found = _exceptions(backend).get((rule, resource))
    return found if found and float(found.get("ExpirationTime") or now() + 1) > now() else None


def put_exception(
    backend: ConfigBackend, rule: str, resource: ResourceKey, message: str | None, expires: float | None
) -> None:
    made: dict[str, Any] = {"ConfigRuleName": rule, "ResourceType": resource[0], "ResourceId": resource[1]}
    if message:
        made["Message"] = message
    if expires:
        made["ExpirationTime"] = expires
    _exceptions(backend)[(rule, resource)] = made


@operation(ConfigResponse)
def put_remediation_exceptions(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.config_backend
    rule, keys = _rule_and_keys(backend, request)
    configuration = remediations(backend).get(rule)
    if configuration and "CreatedByService" in configuration:
        raise invalid(f"An exception cannot be placed on the service-linked remediation action of the rule {rule}.")
    found = {(r.resource_type, r.resource_id) for r in results_of(backend, [rule]) if r.compliance == NON_COMPLIANT}
    failed = []
    for key in keys:
        if key in found:
            put_exception(backend, rule, key, request.get("Message"), request.get("ExpirationTime"))
        else:
            failed.append({"ConfigRuleName": rule, "ResourceType": key[0], "ResourceId": key[1]})
    batch = {"FailureMessage": "The resource is not NON_COMPLIANT.", "FailedItems": failed}
    return {"FailedBatches": [batch] if failed else []}


@operation(ConfigResponse)
def describe_remediation_exceptions(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.config_backend
    rule = str(request.get("ConfigRuleName"))
    wanted = [_key(key) for key in request.get("ResourceKeys") or []]
    kept = [key for name, key in _exceptions(backend) if name == rule and (not wanted or key in wanted)]
    described = [found for key in kept if (found := exception_of(backend, rule, key))]
    shown = page(described, request, 25)
    return {"RemediationExceptions": shown.pop("items"), **shown}


@operation(ConfigResponse)
def delete_remediation_exceptions(response: ConfigResponse) -> dict[str, Any]:
    backend = response.config_backend
    rule, keys = _rule_and_keys(backend, parameters(response))
    for key in keys:
        if exception_of(backend, rule, key) is None:
            raise ServiceError(
                "NoSuchRemediationExceptionException",
                f"There is no remediation exception for {key[1]} and the rule {rule}.",
            )
    for key in keys:
        del _exceptions(backend)[(rule, key)]
    return {"FailedBatches": []}


def _rule_and_keys(backend: ConfigBackend, request: dict[str, Any]) -> tuple[str, list[ResourceKey]]:
    rule = str(request.get("ConfigRuleName"))
    if rule not in backend.config_rules:
        raise invalid(f"The ConfigRule '{rule}' does not exist.")
    keys = [_key(key) for key in request.get("ResourceKeys") or []]
    if not 1 <= len(keys) <= KEYS_PER_CALL:
        raise invalid(f"Between 1 and {KEYS_PER_CALL} resource keys are needed.")
    return rule, keys


def _key(key: dict[str, str]) -> ResourceKey:
    return key["ResourceType"], key["ResourceId"]
