"""A stack's template: its structure, its parameters, what depends on what, and which capabilities it takes.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
"""

import re
from collections.abc import Iterator
from typing import Any

from moto.cloudformation.exceptions import CloudFormationError, ValidationError

from ..template.document import parse_template
from ..template.fault import TemplateFault
from ..template.functions import Resolver
from ..template.parameters import declaration_faults, resolve_parameters
from .resource_types import is_supported
from .stack_resource import Place

SECTIONS = {
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
}
ATTRIBUTES = {
    "Condition",
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "Metadata",
    "Properties",
    "Type",
    "UpdatePolicy",
    "UpdateReplacePolicy",
}
RESOURCES_PER_TEMPLATE = 500
BODY_BYTES = 51_200

#: Types to be acknowledged, and the property that gives each a name of one's own, which takes the greater capability.
#: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html, Capabilities
IAM_TYPES: dict[str, str | None] = {
    "AWS::IAM::AccessKey": None,
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Policy": None,
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::UserToGroupAddition": None,
}


class InsufficientCapabilities(CloudFormationError):
    code = "InsufficientCapabilitiesException"


def template_error(message: str) -> ValidationError:
    return ValidationError(message=message)


class StackTemplate:
    """Raises moto's ValidationError, with AWS's words where they are known, for a template that AWS refuses."""

    def __init__(self, text: str) -> None:
        self.text = text
        try:
            self.document = parse_template(text)
        except TemplateFault as fault:
            raise template_error(fault.messages[0]) from None
        self._check_structure()

    @property
    def resources(self) -> dict[str, Any]:
        resources: dict[str, Any] = self.document["Resources"]
        return resources

    @property
    def description(self) -> str | None:
        return self.document.get("Description")

    @property
    def declared_parameters(self) -> dict[str, Any]:
        return self.document.get("Parameters") or {}

    def parameter_values(self, given: dict[str, str]) -> dict[str, Any]:
        values, faults = resolve_parameters(self.declared_parameters, given)
        if faults:
            raise template_error(faults[0])
        return values

    def resolver(self, values: dict[str, Any], place: Place, attribute_of: Any) -> Resolver:
        """Resolves functions for a stack in its place; ``attribute_of`` finds what other resources have become."""
        pseudo = {
            "AWS::AccountId": place.account,
            "AWS::NotificationARNs": [],
            "AWS::Partition": place.partition,
            "AWS::Region": place.region,
            "AWS::StackId": place.stack_id,
            "AWS::StackName": place.stack_name,
            "AWS::URLSuffix": "amazonaws.com.cn" if place.partition == "aws-cn" else "amazonaws.com",
        }
        conditions = self.document.get("Conditions") or {}
        return Resolver({**pseudo, **values}, conditions, self.document.get("Mappings") or {}, attribute_of)

    def dependencies(self, logical_id: str, resolver: Resolver) -> set[str]:
        """Resources that must be there first: named by DependsOn, or referred to where conditions hold."""
        definition = self.resources[logical_id]
        return _depends_on(definition) | set(_references(definition.get("Properties"), self.resources, resolver))

    def check_capabilities(self, given: list[str]) -> None:
        missing = self.required_capability
        enough = {"CAPABILITY_IAM": {"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"}, "CAPABILITY_NAMED_IAM": set()}
        if missing and missing not in given and not enough[missing].intersection(given):
            raise InsufficientCapabilities(f"Requires capabilities : [{missing}]")

    @property
    def required_capability(self) -> str | None:
        definitions = [d for d in self.resources.values() if d["Type"] in IAM_TYPES]
        if any(IAM_TYPES[d["Type"]] in (d.get("Properties") or {}) for d in definitions):
            return "CAPABILITY_NAMED_IAM"
        return "CAPABILITY_IAM" if definitions else None

    def _check_structure(self) -> None:
        if unknown := sorted(str(key) for key in self.document if key not in SECTIONS):
            raise template_error(f"Invalid template property or properties [{', '.join(unknown)}]")
        if faults := declaration_faults(self.declared_parameters):
            raise template_error(faults[0])
        resources = self.document.get("Resources")
        if not isinstance(resources, dict) or not resources:
            raise template_error("Template format error: At least one Resources member must be defined.")
        if len(resources) > RESOURCES_PER_TEMPLATE:
            raise template_error(
                f"Template format error: Number of resources, {len(resources)}, is greater than maximum allowed, "
                f"{RESOURCES_PER_TEMPLATE}"
            )
        for logical_id, definition in resources.items():
            self._check_resource(str(logical_id), definition)
        if unsupported := sorted({d["Type"] for d in resources.values() if not is_supported(d["Type"])}):
            raise template_error(f"The emulator does not implement the resource types [{', '.join(unsupported)}].")
        self._check_cycles()

    def _check_resource(self, logical_id: str, definition: Any) -> None:
        if not re.fullmatch(r"[a-zA-Z0-9]+", logical_id):
            raise template_error(f"Template format error: Resource name {logical_id} is non alphanumeric.")
        if not isinstance(definition, dict) or not isinstance(definition.get("Type"), str):
            raise template_error(
                f"Template format error: [/Resources/{logical_id}] Every Resources object must contain a Type member."
            )
        if unknown := sorted(str(key) for key in definition if key not in ATTRIBUTES):
            raise template_error(f"Invalid template resource property '{unknown[0]}'")
        names = _depends_on(definition) | set(_references(definition.get("Properties"), None, None))
        known = {*self.resources, *self.declared_parameters}
        if missing := sorted(name for name in names if name not in known and not name.startswith("AWS::")):
            raise template_error(
                f"Template format error: Unresolved resource dependencies [{', '.join(missing)}] in the Resources "
                "block of the template"
            )

    def _check_cycles(self) -> None:
        waits = {
            name: _depends_on(definition) | set(_references(definition.get("Properties"), self.resources, None))
            for name, definition in self.resources.items()
        }
        while free := [name for name, names in waits.items() if not names.intersection(waits)]:
            for name in free:
                del waits[name]
        if waits:
            raise template_error(f"Circular dependency between resources: [{', '.join(sorted(waits))}]")


def _depends_on(definition: dict[str, Any]) -> set[str]:
    named = definition.get("DependsOn") or []
    return {named} if isinstance(named, str) else set(named)


def _references(value: Any, among: dict[str, Any] | None, resolver: Resolver | None) -> Iterator[str]:
    """Names that Ref, Fn::GetAtt and Fn::Sub mention; of an Fn::If only the branch taken, where a resolver can tell."""
    if isinstance(value, list):
        for item in value:
            yield from _references(item, among, resolver)
    if not isinstance(value, dict):
        return
    if set(value) == {"Fn::If"} and resolver is not None and len(value["Fn::If"]) == 3:
        name, then, otherwise = value["Fn::If"]
        yield from _references(then if resolver.condition(name) else otherwise, among, resolver)
        return
    found: list[str] = []
    if set(value) == {"Ref"}:
        found = [str(value["Ref"])]
    elif set(value) == {"Fn::GetAtt"}:
        target = value["Fn::GetAtt"]
        found = [target.split(".")[0] if isinstance(target, str) else str(target[0])]
    elif set(value) == {"Fn::Sub"}:
        text, own = (value["Fn::Sub"], {}) if isinstance(value["Fn::Sub"], str) else value["Fn::Sub"]
        names = re.findall(r"\$\{\s*([^!}][^}]*?)\s*\}", text)
        found = [name if "::" in name else name.split(".")[0] for name in names if name not in own]
        yield from _references(own, among, resolver)
    else:
        for item in value.values():
            yield from _references(item, among, resolver)
    yield from (name for name in found if among is None or name in among)
