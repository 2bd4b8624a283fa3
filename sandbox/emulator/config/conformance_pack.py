"""Conformance packs of one account and region: their state, and what their deployment does to the account.

https://docs.aws.amazon.com/config/latest/developerguide/conformance-packs.html
"""

from dataclasses import dataclass, field
from typing import Any

from moto.config.models import ConfigBackend, ConfigRule
from moto.core.exceptions import JsonRESTError
from moto.iam.exceptions import IAMException
from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

from ..extension import ServiceError, now, state
from ..iam.service_linked_roles import ensure_service_linked_role
from ..rollout import later
from ..template.conformance_pack_template import RULE, ConformancePackTemplate, PackResource, Place
from ..template.fault import TemplateFault
from .automation_role import with_own_role
from .config_rule import PACKS_SERVICE, RULES_PER_ACCOUNT_AND_REGION, make_rule, no_recorder, refuse_reserved
from .remediation_configuration import make_remediation, remediations

PACKS_PER_ACCOUNT_AND_REGION = 50
REASON_LENGTH = 2000


@dataclass
class ConformancePack:
    name: str
    id: str
    arn: str
    stack_arn: str
    #: The service that owns the pack, None where the account itself does.
    created_by: str | None
    template: ConformancePackTemplate
    delivery: dict[str, str]
    input_parameters: list[dict[str, str]]
    template_document: dict[str, Any] | None
    tags: dict[str, str]
    # An update is told as a creation: that is what the Terraform provider waits for after one,
    # internal/service/configservice/conformance_pack.go. The UPDATE states of the API's model are not used.
    status: str = "CREATE_IN_PROGRESS"
    reason: str | None = None
    requested: float = field(default_factory=now)
    completed: float | None = None
    #: Names, with the suffix, of what is deployed, and the controls of each rule.
    rules: dict[str, list[str]] = field(default_factory=dict)
    remediations: list[str] = field(default_factory=list)

    @property
    def in_progress(self) -> bool:
        return self.status.endswith("_IN_PROGRESS")


def packs(backend: ConfigBackend) -> dict[str, ConformancePack]:
    return state(backend, "conformance_packs", dict[str, ConformancePack])


def put_pack(
    backend: ConfigBackend,
    name: str,
    template: ConformancePackTemplate,
    *,
    delivery: dict[str, str] | None = None,
    input_parameters: list[dict[str, str]] | None = None,
    template_document: dict[str, Any] | None = None,
    tags: dict[str, str] | None = None,
    created_by: str | None = None,
) -> ConformancePack:
    """Accepts a pack; its deployment follows on its own, and its status tells how that went."""
    pack = packs(backend).get(name)
    if pack and pack.in_progress:
        raise in_use(pack)
    if pack is None:
        if len(packs(backend)) >= PACKS_PER_ACCOUNT_AND_REGION:
            raise ServiceError(
                "MaxNumberOfConformancePacksExceededException",
                f"Failed to put conformance pack '{name}' because the maximum number of conformance packs "
                f"{PACKS_PER_ACCOUNT_AND_REGION} is reached.",
            )
        pack = _new_pack(backend, name, template, tags or {}, created_by)
        packs(backend)[name] = pack
    ensure_service_linked_role(backend.account_id, backend.region_name, PACKS_SERVICE)
    pack.template = template
    pack.delivery = delivery or {}
    pack.input_parameters = input_parameters or []
    pack.template_document = template_document
    pack.status, pack.reason, pack.requested = "CREATE_IN_PROGRESS", None, now()
    later(lambda: _deploy(backend, pack))
    return pack


def delete_pack(backend: ConfigBackend, pack: ConformancePack) -> None:
    if pack.in_progress:
        raise in_use(pack)
    pack.status, pack.reason, pack.requested = "DELETE_IN_PROGRESS", None, now()
    later(lambda: _remove(backend, pack))


def in_use(pack: ConformancePack) -> ServiceError:
    return ServiceError(
        "ResourceInUseException",
        f"Conformance pack {pack.name} is in the state {pack.status}. Please try your request again later.",
    )


def _new_pack(
    backend: ConfigBackend, name: str, template: ConformancePackTemplate, tags: dict[str, str], created_by: str | None
) -> ConformancePack:
    identifier = f"conformance-pack-{_random()}"
    place = f"{backend.region_name}:{backend.account_id}"
    partition = get_partition(backend.region_name)
    return ConformancePack(
        name=name,
        id=identifier,
        arn=f"arn:{partition}:config:{place}:conformance-pack/{name}/{identifier}",
        stack_arn=f"arn:{partition}:cloudformation:{place}:stack/awsconfigconforms-{name}-{identifier}/"
        f"{mock_random.uuid4()}",
        created_by=created_by,
        template=template,
        delivery={},
        input_parameters=[],
        template_document=None,
        tags=tags,
    )


def _random() -> str:
    return str(mock_random.get_random_string(length=9, lower_case=True, include_digits=True))


def _deploy(backend: ConfigBackend, pack: ConformancePack) -> None:
    """All of the pack or, where one resource fails, nothing: what was deployed before stays."""
    if packs(backend).get(pack.name) is not pack:
        return  # the emulator was emptied meanwhile
    place = Place(
        backend.account_id, backend.region_name, get_partition(backend.region_name), pack.stack_arn.split("/")[1]
    )
    faults: list[str] = []
    rules: dict[str, ConfigRule] = {}
    controls: dict[str, list[str]] = {}
    actions: dict[str, dict[str, Any]] = {}
    try:
        resources = pack.template.resources(place, pack.id)
    except TemplateFault as fault:
        resources, faults = [], fault.messages
    for resource in resources:
        try:
            if resource.type == RULE:
                rule = _make_pack_rule(backend, pack, resource, rules)
                name = str(rule.config_rule_name)
                rules[name], controls[name] = rule, resource.controls
            else:
                properties = _with_rule(resource, pack, rules)
                # A pack with another owner came with an organization's.
                localized = with_own_role(properties, backend) if pack.created_by else properties
                action = make_remediation(backend, localized, PACKS_SERVICE)
                actions[action["ConfigRuleName"]] = action
        except (JsonRESTError, IAMException) as error:
            faults.append(
                f"ResourceLogicalId:{resource.logical_id}, ResourceType:{resource.type}, "
                f"ResourceStatusReason:{error.message}"
            )
    others = len(backend.config_rules) - len(pack.rules)
    if others + len(rules) > RULES_PER_ACCOUNT_AND_REGION:
        faults.append(f"The account would have more than {RULES_PER_ACCOUNT_AND_REGION} rules in the region.")
    if faults:
        pack.status, pack.reason = "CREATE_FAILED", ". ".join(faults)[:REASON_LENGTH]
        return
    _replace_resources(backend, pack, rules, actions)
    pack.rules, pack.remediations = controls, list(actions)
    pack.status, pack.reason, pack.completed = "CREATE_COMPLETE", None, now()
    # Loaded only now: it knows the compliance of packs.
    from .custom_rule_evaluation import evaluate_rule
    from .remediation_execution import remediate_automatically

    for rule in rules.values():
        evaluate_rule(backend, rule)
    for name in actions:
        remediate_automatically(backend, name)


def _make_pack_rule(
    backend: ConfigBackend, pack: ConformancePack, resource: PackResource, made: dict[str, ConfigRule]
) -> ConfigRule:
    name = f"{resource.properties['ConfigRuleName']}-{pack.id}"
    properties = {**resource.properties, "ConfigRuleName": name}
    if unknown := sorted(set(properties) - RULE_PROPERTIES):
        raise ServiceError("ValidationException", f"Encountered unsupported property {', '.join(unknown)}")
    if name in made:
        raise ServiceError("AlreadyExists", f"{resource.properties['ConfigRuleName']} already exists in this pack")
    if len(name) > 128:
        raise ServiceError(
            "ValidationException", f"The name {name} has {len(name)} characters; at most 128 are allowed"
        )
    if not backend.recorders:
        raise no_recorder()
    refuse_reserved(properties, by_pack=True)
    rule = make_rule(backend, properties, {})
    rule.created_by = PACKS_SERVICE
    if name in backend.config_rules:
        before = backend.config_rules[name]
        rule.config_rule_id, rule.config_rule_arn = before.config_rule_id, before.config_rule_arn
    return rule


#: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-configrule.html
RULE_PROPERTIES = {
    "Compliance", "ConfigRuleName", "Description", "EvaluationModes", "InputParameters", "MaximumExecutionFrequency",
    "Scope", "Source", "Tags",
}  # fmt: skip


def _with_rule(resource: PackResource, pack: ConformancePack, rules: dict[str, ConfigRule]) -> dict[str, Any]:
    """A remediation names its rule as the template does; deployed, the rule has the pack's suffix."""
    name = str(resource.properties.get("ConfigRuleName") or "")
    for candidate in (name, f"{name}-{pack.id}"):
        if candidate in rules:
            return {**resource.properties, "ConfigRuleName": candidate}
    raise ServiceError("NoSuchConfigRuleException", f"The ConfigRule '{name}' does not exist in this pack.")


def _replace_resources(
    backend: ConfigBackend, pack: ConformancePack, rules: dict[str, ConfigRule], actions: dict[str, dict[str, Any]]
) -> None:
    for name in pack.rules:
        if name not in rules:
            backend.config_rules.pop(name, None)
    for name in pack.remediations:
        remediations(backend).pop(name, None)
    backend.config_rules.update(rules)
    remediations(backend).update(actions)


def _remove(backend: ConfigBackend, pack: ConformancePack) -> None:
    if packs(backend).get(pack.name) is pack:
        _replace_resources(backend, pack, {}, {})
        del packs(backend)[pack.name]
