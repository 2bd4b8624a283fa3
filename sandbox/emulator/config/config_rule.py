"""Config rules as AWS checks them: every managed rule by name, Guard rules, owners other than the user.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigRule.html
"""

from typing import Any

from moto.config import models
from moto.config.models import ConfigBackend, ConfigRule
from moto.config.responses import ConfigResponse

from ..extension import ServiceError, operation, parameters
from .config_rule_source import MANAGED_RULES, invalid
from .evaluation_results import forget_evaluations

RULES_PER_ACCOUNT_AND_REGION = 1000
INPUT_PARAMETERS_LENGTH = 1024
NAMES_PER_DESCRIPTION = 25
PACKS_SERVICE = "config-conforms.amazonaws.com"


def no_recorder() -> ServiceError:
    return ServiceError(
        "NoAvailableConfigurationRecorderException",
        "You must create a configuration recorder before you can create or update a Config rule.",
    )


def validate_managed_rule(self: ConfigRule) -> None:
    """Replaces moto's check, whose list of parameters takes what is unknown for certain."""
    known = MANAGED_RULES[self.source.source_identifier]
    given = self.input_parameters_dict
    if "parameters" in known and (unknown := sorted(set(given) - set(known["parameters"]))):
        raise invalid(f"Unknown parameters provided in the inputParameters: {', '.join(unknown)}.")
    if missing := sorted(set(known.get("mandatory", [])) - set(given)):
        raise invalid(f"The required parameter [{', '.join(missing)}] is not present in the inputParameters.")


def make_rule(backend: ConfigBackend, rule: dict[str, Any], tags: dict[str, str]) -> ConfigRule:
    """A rule that is not in the account yet. Raises ServiceError, or another of moto's, where AWS refuses it."""
    if "Source" not in rule:
        raise invalid("ConfigRule.Source must be given.")
    text = rule.get("InputParameters")
    if text and len(text) > INPUT_PARAMETERS_LENGTH:
        raise invalid(f"InputParameters must have at most {INPUT_PARAMETERS_LENGTH} characters; it has {len(text)}.")
    made: Any = ConfigRule(backend.account_id, backend.region_name, rule, tags)
    for name, value in made.input_parameters_dict.items():
        if not isinstance(value, str) or not value.strip():
            raise invalid(f"Blank spaces are not acceptable for input parameter: {name}.")
    made.evaluation_modes = rule.get("EvaluationModes") or [{"Mode": "DETECTIVE"}]
    checked: ConfigRule = made
    return checked


def refuse_reserved(rule: dict[str, Any], by_pack: bool) -> None:
    """Some managed rules only a pack, or only AWS Firewall Manager, may create."""
    identifier = str((rule.get("Source") or {}).get("SourceIdentifier"))
    creator = MANAGED_RULES.get(identifier, {}).get("creator")
    if creator and not (by_pack and creator == "pack-only"):
        raise invalid(f"The sourceIdentifier {identifier} is invalid: it is reserved ({creator}).")


def describe_rule(rule: ConfigRule) -> dict[str, Any]:
    described = rule.to_dict()
    for internal in ("Tags", "AccountId", "InputParametersDict", "LastUpdatedTime"):
        described.pop(internal, None)
    if scope := described.get("Scope"):
        # moto keeps the tag as a map of its own.
        for key, value in (scope.pop("Tags", None) or {}).items():
            scope |= {"TagKey": key, **({"TagValue": value} if value else {})}
    return described


def refuse_service_linked(rule: ConfigRule | None) -> None:
    if rule is not None and rule.created_by:
        raise ServiceError(
            "AccessDeniedException",
            "An AWS service owns ServiceLinkedConfigRule. You do not have permissions to take action on this rule.",
        )


@operation(ConfigResponse)
def put_config_rule(response: ConfigResponse) -> None:
    request = parameters(response)
    rule = dict(request.get("ConfigRule") or {})
    backend = response.config_backend
    existing = _existing(backend, rule)
    refuse_service_linked(existing)
    # A function of the user's runs without a recorder: https://github.com/boto/boto3/issues/2178
    if not backend.recorders and (rule.get("Source") or {}).get("Owner") != "CUSTOM_LAMBDA":
        raise no_recorder()
    name = str(existing.config_rule_name if existing else rule.get("ConfigRuleName"))
    if existing is None and len(backend.config_rules) >= RULES_PER_ACCOUNT_AND_REGION:
        raise models.MaxNumberOfConfigRulesExceededException(name, RULES_PER_ACCOUNT_AND_REGION)
    if len(name) > 128:
        raise models.NameTooLongException(name, "configRule.configRuleName", 128)
    refuse_reserved(rule, by_pack=False)
    for generated in ("ConfigRuleArn", "ConfigRuleId") if existing else ():
        rule.pop(generated, None)
    made = make_rule(backend, {**rule, "ConfigRuleName": name}, models.validate_tags(request.get("Tags") or []))
    if existing:
        # Tags are given at creation only.
        made.tags = existing.tags
        made.config_rule_id, made.config_rule_arn = existing.config_rule_id, existing.config_rule_arn
    backend.config_rules[name] = made
    # Loaded only now: it knows packs, which know rules.
    from .custom_rule_evaluation import evaluate_rule

    evaluate_rule(backend, made)


def _existing(backend: ConfigBackend, rule: dict[str, Any]) -> ConfigRule | None:
    if name := rule.get("ConfigRuleName"):
        return backend.config_rules.get(name)
    for existing in backend.config_rules.values():
        if existing.config_rule_id == rule.get("ConfigRuleId") or existing.config_rule_arn == rule.get("ConfigRuleArn"):
            return existing
    raise invalid("One or more identifiers needs to be provided. Provide Name or Id or Arn")


@operation(ConfigResponse)
def describe_config_rules(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    names = request.get("ConfigRuleNames")
    if names and len(names) > NAMES_PER_DESCRIPTION:
        raise ServiceError(
            "ValidationException",
            f"1 validation error detected: Value '[{', '.join(names)}]' at 'configRuleNames' failed to satisfy "
            f"constraint: Member must have length less than or equal to {NAMES_PER_DESCRIPTION}",
        )
    if names and (missing := [name for name in names if name not in response.config_backend.config_rules]):
        raise models.NoSuchConfigRuleException(missing[0])
    rules = response.config_backend.describe_config_rules(names, request.get("NextToken"))
    shown = [describe_rule(response.config_backend.config_rules[r["ConfigRuleName"]]) for r in rules["ConfigRules"]]
    return {**rules, "ConfigRules": shown}


@operation(ConfigResponse)
def delete_config_rule(response: ConfigResponse) -> None:
    name = parameters(response).get("ConfigRuleName") or ""
    backend = response.config_backend
    refuse_service_linked(backend.config_rules.get(name))
    if name in backend.__dict__.get("remediation_configurations", {}):
        raise ServiceError(
            "ResourceInUseException",
            f"The rule {name} has a remediation action associated with it. Delete the remediation action first.",
        )
    backend.delete_config_rule(name)
    forget_evaluations(backend, name)


@operation(ConfigResponse)
def get_custom_rule_policy(response: ConfigResponse) -> dict[str, Any]:
    name = parameters(response).get("ConfigRuleName") or ""
    rule = response.config_backend.config_rules.get(name)
    if rule is None:
        raise models.NoSuchConfigRuleException(name)
    details = getattr(rule.source, "custom_policy_details", None)
    return {"PolicyText": details["PolicyText"]} if details else {}


def install() -> None:
    rule: Any = ConfigRule
    rule.validate_managed_rule = validate_managed_rule
    rule.MAX_RULES = RULES_PER_ACCOUNT_AND_REGION


install()
