"""Config rules as AWS checks them: every managed rule by name, Guard rules, owners other than the user.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigRule.html
"""

import json
from pathlib import Path
from typing import Any

from moto.awslambda.utils import get_backend
from moto.config import models
from moto.config.models import ConfigBackend, ConfigRule
from moto.config.responses import ConfigResponse

from ..extension import ServiceError, operation, parameters
from ..policy_evaluation import AccessRequest, is_allowed

#: Per managed rule: its parameters and which are mandatory, each only where that is known for certain, and who else
#: than the user may create it.
MANAGED_RULES: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "managed-rules.json").read_text("utf-8")
)
RULES_PER_ACCOUNT_AND_REGION = 1000
GUARD_RUNTIME = "guard-2.x.x"
GUARD_POLICY_LENGTH = 10_000
INPUT_PARAMETERS_LENGTH = 1024
PACKS_SERVICE = "config-conforms.amazonaws.com"

_moto_source = models.Source


class RuleSource(models.ConfigEmptyDictable):
    """Owner and identifier of a rule, for the three kinds of owner; moto knows two."""

    def __init__(
        self,
        account_id: str,
        region: str,
        owner: str = "",
        source_identifier: str | None = None,
        source_details: list[dict[str, Any]] | None = None,
        custom_policy_details: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(capitalize_start=True, capitalize_arn=False)
        self.owner = owner
        self.source_identifier = source_identifier
        self.source_details: Any = None
        self.custom_policy_details: dict[str, Any] | None = None
        if owner == "CUSTOM_POLICY":
            self._take_policy(custom_policy_details or {}, source_details or [])
        elif owner == "AWS":
            self._check_identifier(source_details)
        elif owner == "CUSTOM_LAMBDA":
            _check_function(account_id, region, source_identifier or "")
            self.source_details = _moto_source(account_id, region, owner, source_identifier, source_details).source_details
        else:
            raise ServiceError(
                "ValidationException",
                f"1 validation error detected: Value '{owner}' at 'configRule.source.owner' failed to satisfy "
                "constraint: Member must satisfy enum value set: [CUSTOM_LAMBDA, AWS, CUSTOM_POLICY]",
            )

    def _take_policy(self, policy: dict[str, Any], details: list[dict[str, Any]]) -> None:
        runtime, text = policy.get("PolicyRuntime"), policy.get("PolicyText") or ""
        if runtime != GUARD_RUNTIME:
            raise invalid(f"The PolicyRuntime {runtime!r} is invalid; {GUARD_RUNTIME} is the only one.")
        if not 0 < len(text) <= GUARD_POLICY_LENGTH:
            raise invalid(f"PolicyText must have 1 to {GUARD_POLICY_LENGTH} characters; it has {len(text)}.")
        if not details:
            raise invalid("SourceDetails must be given for a rule with owner CUSTOM_POLICY.")
        self.source_details = [models.SourceDetail(**models.convert_to_class_args(detail)) for detail in details]
        logging = policy.get("EnableDebugLogDelivery", False)
        self.custom_policy_details = {
            "PolicyRuntime": runtime,
            "PolicyText": text,
            "EnableDebugLogDelivery": str(logging).lower() == "true",
        }

    def _check_identifier(self, details: Any) -> None:
        if self.source_identifier not in MANAGED_RULES:
            raise invalid(
                f"The sourceIdentifier {self.source_identifier} is invalid. Please refer to the documentation for a "
                "list of valid sourceIdentifiers that can be used when AWS is the Owner."
            )
        if details:
            raise invalid("SourceDetails should be null/empty if the owner is AWS.")

    def to_dict(self) -> dict[str, Any]:
        # The text of a policy is not among what a description shows; GetCustomRulePolicy has it.
        result: dict[str, Any] = {"Owner": self.owner}
        if self.source_identifier:
            result["SourceIdentifier"] = self.source_identifier
        if self.source_details:
            result["SourceDetails"] = [detail.to_dict() for detail in self.source_details]
        if self.custom_policy_details:
            result["CustomPolicyDetails"] = {**self.custom_policy_details, "PolicyText": ""}
        return result


def invalid(message: str) -> ServiceError:
    return ServiceError("InvalidParameterValueException", message)


def no_recorder() -> ServiceError:
    return ServiceError(
        "NoAvailableConfigurationRecorderException",
        "You must create a configuration recorder before you can create or update a Config rule.",
    )


def _check_function(account: str, region: str, arn: str) -> None:
    """A function must exist, in whichever account, and let Config invoke it."""
    parts = arn.split(":")
    owner, place = (parts[4], parts[3]) if len(parts) > 4 else (account, region)
    try:
        statements = get_backend(owner, place).get_function(arn).policy.statements
    except Exception:  # moto raises several kinds, all of which mean that there is none.
        statements = []
    context: dict[str, str | None] = {"aws:sourceaccount": account}
    request = AccessRequest("lambda:InvokeFunction", arn, frozenset({"service:config.amazonaws.com"}), context)
    if not is_allowed(statements, request):
        raise ServiceError(
            "InsufficientPermissionsException",
            f"The AWS Lambda function {arn} cannot be invoked. Check the specified function ARN, and check the "
            "function's permissions.",
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
    made = ConfigRule(backend.account_id, backend.region_name, rule, tags)
    for name, value in made.input_parameters_dict.items():
        if not isinstance(value, str) or not value.strip():
            raise invalid(f"Blank spaces are not acceptable for input parameter: {name}.")
    made.evaluation_modes = rule.get("EvaluationModes") or [{"Mode": "DETECTIVE"}]
    return made


def describe_rule(rule: ConfigRule) -> dict[str, Any]:
    described = rule.to_dict()
    for internal in ("Tags", "AccountId", "InputParametersDict", "LastUpdatedTime"):
        described.pop(internal, None)
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
    name = existing.config_rule_name if existing else rule.get("ConfigRuleName")
    if existing is None and len(backend.config_rules) >= RULES_PER_ACCOUNT_AND_REGION:
        raise models.MaxNumberOfConfigRulesExceededException(name, RULES_PER_ACCOUNT_AND_REGION)
    if len(name or "") > 128:
        raise models.NameTooLongException(name, "configRule.configRuleName", 128)
    for generated in ("ConfigRuleArn", "ConfigRuleId") if existing else ():
        rule.pop(generated, None)
    made = make_rule(backend, {**rule, "ConfigRuleName": name}, models.validate_tags(request.get("Tags") or []))
    if existing:
        # Tags are given at creation only.
        made.tags = existing.tags
        made.config_rule_id, made.config_rule_arn = existing.config_rule_id, existing.config_rule_arn
    backend.config_rules[name] = made


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


@operation(ConfigResponse)
def get_custom_rule_policy(response: ConfigResponse) -> dict[str, Any]:
    name = parameters(response).get("ConfigRuleName") or ""
    rule = response.config_backend.config_rules.get(name)
    if rule is None:
        raise models.NoSuchConfigRuleException(name)
    details = getattr(rule.source, "custom_policy_details", None)
    return {"PolicyText": details["PolicyText"]} if details else {}


def install() -> None:
    extended: Any = models
    extended.Source = RuleSource
    rule: Any = ConfigRule
    rule.validate_managed_rule = validate_managed_rule
    rule.MAX_RULES = RULES_PER_ACCOUNT_AND_REGION


install()
