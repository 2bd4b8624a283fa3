"""Remediation configurations: one per rule, those of a pack's rules belong to the pack.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutRemediationConfigurations.html
"""

from typing import Any

from moto.config.models import ConfigBackend
from moto.config.responses import ConfigResponse
from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

from ..extension import ServiceError, operation, parameters, state
from .config_rule import invalid

CONFIGURATIONS_PER_CALL = 25
PARAMETERS_PER_CONFIGURATION = 25
KEYS = {
    "Automatic", "ConfigRuleName", "ExecutionControls", "MaximumAutomaticAttempts", "Parameters", "ResourceType",
    "RetryAttemptSeconds", "TargetId", "TargetType", "TargetVersion",
}  # fmt: skip


def remediations(backend: ConfigBackend) -> dict[str, dict[str, Any]]:
    return state(backend, "remediation_configurations", dict[str, dict[str, Any]])


def make_remediation(backend: ConfigBackend, given: dict[str, Any], service: str | None = None) -> dict[str, Any]:
    """Checked and completed. Raises ServiceError for one that AWS refuses."""
    if unknown := sorted(set(given) - KEYS - {"Arn", "CreatedByService"}):
        raise invalid(f"Encountered unsupported property {', '.join(unknown)}.")
    for required in ("ConfigRuleName", "TargetType", "TargetId"):
        if not given.get(required):
            raise invalid(f"{required} must be given for a remediation configuration.")
    if given["TargetType"] != "SSM_DOCUMENT":
        raise invalid(f"The TargetType {given['TargetType']} is invalid; SSM_DOCUMENT is the only one.")
    if len(given.get("Parameters") or {}) > PARAMETERS_PER_CONFIGURATION:
        raise invalid(f"At most {PARAMETERS_PER_CONFIGURATION} parameters are allowed.")
    automatic = str(given.get("Automatic", False)).lower() == "true"
    made = {key: value for key, value in given.items() if key in KEYS}
    for name, low, high in (("MaximumAutomaticAttempts", 1, 25), ("RetryAttemptSeconds", 1, 2_678_000)):
        if name in made:
            made[name] = int(made[name])
            if not low <= made[name] <= high:
                raise invalid(f"{name} must be between {low} and {high}; it is {made[name]}.")
    _check_parameters(made.get("Parameters") or {}, automatic)
    place = f"{backend.region_name}:{backend.account_id}"
    identifier = mock_random.get_random_string(length=6, lower_case=True, include_digits=True)
    made["Automatic"] = automatic
    made["Arn"] = (
        f"arn:{get_partition(backend.region_name)}:config:{place}:remediation-configuration/"
        f"{made['ConfigRuleName']}/remediation-{identifier}"
    )
    if service:
        made["CreatedByService"] = service
    return made


def _check_parameters(given: dict[str, Any], automatic: bool) -> None:
    for name, value in given.items():
        if not isinstance(value, dict) or len(set(value) & {"ResourceValue", "StaticValue"}) != 1:
            raise invalid(f"The parameter {name} must have either a ResourceValue or a StaticValue.")
        if "ResourceValue" in value and value["ResourceValue"].get("Value") != "RESOURCE_ID":
            raise invalid(f"The ResourceValue of {name} must be RESOURCE_ID.")
        if "StaticValue" in value and not value["StaticValue"].get("Values"):
            raise invalid(f"The StaticValue of {name} must have values.")
    if automatic and "AutomationAssumeRole" not in given:
        raise invalid("An automatic remediation needs the parameter AutomationAssumeRole.")


@operation(ConfigResponse)
def put_remediation_configurations(response: ConfigResponse) -> dict[str, Any]:
    backend = response.config_backend
    given = parameters(response).get("RemediationConfigurations") or []
    if len(given) > CONFIGURATIONS_PER_CALL:
        raise invalid(f"At most {CONFIGURATIONS_PER_CALL} remediation configurations are allowed per call.")
    made = []
    for configuration in given:
        rule = backend.config_rules.get(configuration.get("ConfigRuleName"))
        if rule is None:
            raise ServiceError(
                "NoSuchConfigRuleException", f"The ConfigRule '{configuration.get('ConfigRuleName')}' does not exist."
            )
        if rule.created_by:
            raise invalid(
                f"The rule {rule.config_rule_name} was created by {rule.created_by}; its remediation belongs in the "
                "conformance pack's template."
            )
        made.append(make_remediation(backend, configuration))
    for configuration in made:
        remediations(backend)[configuration["ConfigRuleName"]] = configuration
    # Loaded only now: it knows configurations.
    from .remediation_execution import remediate_automatically

    for configuration in made:
        remediate_automatically(backend, configuration["ConfigRuleName"])
    return {"FailedBatches": []}


@operation(ConfigResponse)
def describe_remediation_configurations(response: ConfigResponse) -> dict[str, Any]:
    kept = remediations(response.config_backend)
    names = parameters(response).get("ConfigRuleNames") or []
    return {"RemediationConfigurations": [kept[name] for name in names if name in kept]}


@operation(ConfigResponse)
def delete_remediation_configuration(response: ConfigResponse) -> dict[str, Any]:
    backend = response.config_backend
    name = parameters(response).get("ConfigRuleName") or ""
    if name not in remediations(backend):
        raise ServiceError(
            "NoSuchRemediationConfigurationException", f"The rule {name} has no remediation configuration."
        )
    if "CreatedByService" in remediations(backend)[name]:
        raise invalid(f"The remediation of {name} belongs to a conformance pack.")
    del remediations(backend)[name]
    return {}
