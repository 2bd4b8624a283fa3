"""A conformance pack's template, checked and turned into the rules and remediations that it deploys."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from .document import parse_template
from .fault import TemplateFault
from .functions import NO_VALUE, Resolver
from .parameters import as_text, declaration_faults, resolve_parameters

RULE = "AWS::Config::ConfigRule"
REMEDIATION = "AWS::Config::RemediationConfiguration"
RESOURCES_PER_PACK = 130
SECTIONS = {
    "AWSTemplateFormatVersion", "Conditions", "Description", "Mappings", "Metadata", "Outputs", "Parameters",
    "Resources", "Rules", "Transform",
}  # fmt: skip
# `Controls` and `Description` are not documented, but AWS's own sample templates have them beside Type.
ATTRIBUTES = {
    "Condition", "Controls", "CreationPolicy", "DeletionPolicy", "DependsOn", "Description", "Metadata", "Properties",
    "Type", "UpdatePolicy", "UpdateReplacePolicy",
}  # fmt: skip


@dataclass(frozen=True)
class PackResource:
    logical_id: str
    type: str
    #: Resolved. A rule's are in the shape of PutConfigRule, without the pack's suffix in its name.
    properties: dict[str, Any]
    #: Of a rule: the controls that it stands for.
    controls: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """Where a pack is deployed."""

    account: str
    region: str
    partition: str
    stack_name: str


class ConformancePackTemplate:
    """Raises TemplateFault, with all that is wrong, when it is made; what it then resolves to depends on the place."""

    def __init__(self, text: str, given: dict[str, str]) -> None:
        self._document = parse_template(text)
        faults = self._structure_faults()
        if faults:
            raise TemplateFault(faults)
        self._values, faults = resolve_parameters(self._document.get("Parameters") or {}, given)
        if faults:
            raise TemplateFault(faults)
        # References to nothing are found in any place.
        self.resources(Place("123456789012", "us-east-1", "aws", "awsconfigconforms-check"), "check")

    def resources(self, place: Place, suffix: str) -> list[PackResource]:
        """The pack's rules, then its remediations; those whose condition does not hold are left out."""
        names = self._rule_names(suffix)
        resolver = self._resolver(place, names)
        made = []
        faults = []
        for logical_id, resource in self._document["Resources"].items():
            try:
                if "Condition" in resource and not resolver.condition(str(resource["Condition"])):
                    continue
                properties = resolver.resolve(resource.get("Properties") or {})
                if resource["Type"] == RULE:
                    properties = _rule_properties(properties, logical_id)
                controls = [as_text(control) for control in resource.get("Controls") or []]
                made.append(PackResource(logical_id, resource["Type"], properties, controls))
            except TemplateFault as fault:
                faults.extend(fault.messages)
        if faults:
            raise TemplateFault(faults)
        return sorted(made, key=lambda resource: resource.type != RULE)

    def _rule_names(self, suffix: str) -> dict[str, str]:
        return {
            logical_id: f"{_base_name(resource.get('Properties') or {}, logical_id)}-{suffix}"
            for logical_id, resource in self._document["Resources"].items()
            if resource["Type"] == RULE
        }

    def _resolver(self, place: Place, names: dict[str, str]) -> Resolver:
        pseudo: dict[str, Any] = {
            "AWS::AccountId": place.account,
            "AWS::Region": place.region,
            "AWS::Partition": place.partition,
            "AWS::URLSuffix": "amazonaws.com.cn" if place.partition == "aws-cn" else "amazonaws.com",
            "AWS::StackName": place.stack_name,
            "AWS::StackId": ":".join(
                ["arn", place.partition, "cloudformation", place.region, place.account, f"stack/{place.stack_name}"]
            ),
            "AWS::NotificationARNs": [],
        }

        def attribute_of(logical_id: str, attribute: str | None) -> str | None:
            if logical_id not in self._document["Resources"]:
                return None
            name = names.get(logical_id, logical_id)
            # Known once the rule is there, which its dependents do not need to be told to deploy here.
            return name if attribute is None else f"{name}.{attribute}"

        conditions = self._document.get("Conditions") or {}
        return Resolver({**pseudo, **self._values}, conditions, self._document.get("Mappings") or {}, attribute_of)

    def _structure_faults(self) -> list[str]:
        document = self._document
        faults = []
        if unknown := sorted(str(key) for key in document if key not in SECTIONS):
            faults.append(f"Invalid template property or properties [{', '.join(unknown)}]")
        faults.extend(declaration_faults(document.get("Parameters") or {}))
        resources = document.get("Resources")
        if not isinstance(resources, dict) or not resources:
            return [*faults, "Template format error: At least one Resources member must be defined."]
        if len(resources) > RESOURCES_PER_PACK:
            faults.append("Number of resources provided in the template exceeds the allowed limit")
        for logical_id, resource in resources.items():
            faults.extend(_resource_faults(str(logical_id), resource, resources))
        return faults


def _resource_faults(logical_id: str, resource: Any, resources: dict[str, Any]) -> list[str]:
    if not re.fullmatch(r"[a-zA-Z0-9]+", logical_id):
        return [f"Template format error: Resource name {logical_id} is non alphanumeric."]
    if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
        return [f"Template format error: [/Resources/{logical_id}] Every Resources object must contain a Type member."]
    if resource["Type"] not in (RULE, REMEDIATION):
        return [
            f"Resource {logical_id} has the type {resource['Type']}, which a conformance pack does not support; "
            f"supported are {RULE} and {REMEDIATION}"
        ]
    faults = [
        f"Invalid template resource property '{attribute}' of {logical_id}"
        for attribute in resource
        if attribute not in ATTRIBUTES
    ]
    properties = resource.get("Properties") or {}
    if not isinstance(properties, dict):
        return [*faults, f"Template format error: [/Resources/{logical_id}/Properties] must be an object."]
    if resource["Type"] == RULE and not isinstance(properties.get("ConfigRuleName", ""), str):
        faults.append(f"ConfigRuleName of {logical_id} must be a text; functions are not supported there")
    dependencies = resource.get("DependsOn") or []
    for dependency in [dependencies] if isinstance(dependencies, str) else dependencies:
        if dependency not in resources:
            faults.append(
                f"Template format error: Unresolved resource dependencies [{dependency}] "
                "in the Resources block of the template"
            )
    return faults


def _base_name(properties: dict[str, Any], logical_id: str) -> str:
    return str(properties.get("ConfigRuleName") or logical_id)


def _rule_properties(properties: dict[str, Any], logical_id: str) -> dict[str, Any]:
    rule = {**properties, "ConfigRuleName": _base_name(properties, logical_id)}
    inputs = rule.pop("InputParameters", None)
    if isinstance(inputs, str):
        rule["InputParameters"] = inputs
    elif inputs and inputs is not NO_VALUE:
        # Config takes texts only.
        texts = {n: json.dumps(v) if isinstance(v, (dict, list)) else as_text(v) for n, v in inputs.items()}
        rule["InputParameters"] = json.dumps(texts)
    return rule
