"""Asking for an evaluation of rules.

https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigRulesEvaluation.html
"""

from typing import Any

from moto.config.responses import ConfigResponse

from ..extension import ServiceError, operation, parameters
from .custom_rule_evaluation import evaluate_rule

NAMES_PER_CALL = 25


@operation(ConfigResponse)
def start_config_rules_evaluation(response: ConfigResponse) -> dict[str, Any]:
    names = parameters(response).get("ConfigRuleNames") or []
    if not 1 <= len(names) <= NAMES_PER_CALL:
        raise ServiceError(
            "ValidationException",
            f"1 validation error detected: Value '{names}' at 'configRuleNames' failed to satisfy constraint: Member "
            f"must have length less than or equal to {NAMES_PER_CALL} and greater than or equal to 1",
        )
    rules = response.config_backend.config_rules
    for name in names:
        if name not in rules:
            raise ServiceError("NoSuchConfigRuleException", f"The ConfigRule '{name}' does not exist.")
    for name in names:
        evaluate_rule(response.config_backend, rules[name])
    return {}
