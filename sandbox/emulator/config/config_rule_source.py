"""Owner and identifier of a rule, for the three kinds of owner; moto knows two.

https://docs.aws.amazon.com/config/latest/APIReference/API_Source.html
"""

import json
from pathlib import Path
from typing import Any

from moto.awslambda.utils import get_backend
from moto.config import models

from ..extension import ServiceError
from ..policy_evaluation import AccessRequest, is_allowed

#: Per managed rule: its parameters and which are mandatory, each only where that is known for certain, and who else
#: than the user may create it.
MANAGED_RULES: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "managed-rules.json").read_text("utf-8")
)
GUARD_RUNTIME = "guard-2.x.x"
GUARD_POLICY_LENGTH = 10_000

_moto_source = models.Source


def invalid(message: str) -> ServiceError:
    return ServiceError("InvalidParameterValueException", message)


class RuleSource(models.ConfigEmptyDictable):
    #: moto's own class, which checks the triggers of functions, asks its replacement for these.
    OWNERS = _moto_source.OWNERS

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
            place = _check_function(account_id, region, source_identifier or "")
            moto_source: Any = _moto_source
            self.source_details = moto_source(*place, owner, source_identifier, source_details).source_details
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


def _check_function(account: str, region: str, arn: str) -> tuple[str, str]:
    """A function must exist, in whichever account, and let Config invoke it. Returns its account and region."""
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
    return owner, place


def install() -> None:
    extended: Any = models
    extended.Source = RuleSource


install()
