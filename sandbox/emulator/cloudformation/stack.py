"""A stack: what it was asked to be, what it has become, and what happened on the way.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html
"""

from datetime import datetime
from typing import Any

from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.utils import generate_stack_id
from moto.core.utils import utcnow
from moto.utilities.utils import get_partition

from ..template.fault import TemplateFault
from ..template.functions import Resolver
from ..template.parameters import as_text
from .stack_resource import Place, StackResource, stack_event
from .stack_template import StackTemplate
from .stored_parameters import fetch

#: Statuses of a stack that can be updated.
UPDATABLE = {
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE",
}


class Stack:
    def __init__(
        self,
        backend: CloudFormationBackend,
        name: str,
        template: StackTemplate,
        parameters: dict[str, str],
        *,
        tags: dict[str, str] | None = None,
        capabilities: list[str] | None = None,
        settings: dict[str, Any] | None = None,
    ) -> None:
        self.backend = backend
        self.name = name
        self.stack_id = generate_stack_id(name, backend.region_name, backend.account_id)
        self.place = Place(
            account=backend.account_id,
            region=backend.region_name,
            partition=get_partition(backend.region_name),
            stack_name=name,
            stack_id=self.stack_id,
        )
        self.template_model = template
        self.parameters = parameters
        self.tags = tags or {}
        self.capabilities = capabilities or []
        #: What DescribeStacks gives back as it came: role, notification topics, timeout, termination protection.
        self.settings = settings or {}
        self.resources: dict[str, StackResource] = {}
        self.events: list[dict[str, Any]] = []
        self.status = ""
        self.status_reason: str | None = None
        self.created = utcnow()
        self.updated: datetime | None = None
        self.deleted: datetime | None = None
        self.outputs: list[dict[str, Any]] = []
        self.policy = ""
        # Faults in parameters are the caller's, and found before anything is made.
        self.values = self.values_of(template, parameters)

    def values_of(self, template: StackTemplate, parameters: dict[str, str]) -> dict[str, Any]:
        """Raises moto's ValidationError for what does not fit, and for what is not stored in this account and region."""
        return fetch(template.declared_parameters, template.parameter_values(parameters), self.place)

    @property
    def template(self) -> str:
        return self.template_model.text

    @property
    def exists(self) -> bool:
        """False once the emulator was emptied, and the stack with it."""
        stacks: Any = self.backend.stacks
        return stacks.get(self.stack_id) is self or self.stack_id in self.backend.deleted_stacks

    @property
    def in_progress(self) -> bool:
        return self.status.endswith("_IN_PROGRESS")

    def change(self, status: str, reason: str | None = None) -> None:
        self.status, self.status_reason = status, reason
        self.events.append(stack_event(self.place, status, reason, None))

    def change_resource(self, resource: StackResource, status: str, reason: str | None = None) -> None:
        resource.status, resource.reason, resource.updated = status, reason, utcnow()
        self.events.append(stack_event(self.place, status, reason, resource))

    def resolver(self, template: StackTemplate, values: dict[str, Any]) -> Resolver:
        return template.resolver(values, self.place, self.attribute_of)

    def attribute_of(self, logical_id: str, attribute: str | None) -> Any:
        """None for a resource that is not there, or that has no such attribute."""
        resource = self.resources.get(logical_id)
        if resource is None or not resource.physical_id:
            return None
        if attribute is None:
            return resource.physical_id
        value = resource.attributes.get(attribute)
        if value is None:
            raise TemplateFault(
                [f"Template error: resource {logical_id} does not support attribute type {attribute} in Fn::GetAtt"]
            )
        return value if isinstance(value, list) else as_text(value)

    def compute_outputs(self) -> None:
        """Raises TemplateFault for an output that refers to nothing."""
        resolver = self.resolver(self.template_model, self.values)
        outputs = []
        for key, output in (self.template_model.document.get("Outputs") or {}).items():
            if "Condition" in output and not resolver.condition(str(output["Condition"])):
                continue
            made = {"OutputKey": key, "OutputValue": as_text(resolver.resolve(output.get("Value")))}
            if output.get("Description"):
                made["Description"] = output["Description"]
            if output.get("Export"):
                made["ExportName"] = as_text(resolver.resolve(output["Export"]["Name"]))
            outputs.append(made)
        self.outputs = outputs

    def describe(self) -> dict[str, Any]:
        return {
            "StackId": self.stack_id,
            "StackName": self.name,
            "Description": self.template_model.description,
            "Parameters": [
                {"ParameterKey": key, "ParameterValue": self._shown(key, value)} for key, value in self.values.items()
            ],
            "CreationTime": self.created,
            "LastUpdatedTime": self.updated,
            "DeletionTime": self.deleted,
            "StackStatus": self.status,
            "StackStatusReason": self.status_reason,
            "Capabilities": self.capabilities,
            "Outputs": self.outputs,
            "Tags": self.tags,
            "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
            **self.settings,
        }

    def summarize(self) -> dict[str, Any]:
        described = self.describe()
        shown = (
            "StackId", "StackName", "CreationTime", "LastUpdatedTime", "DeletionTime", "StackStatus",
            "StackStatusReason", "DriftInformation",
        )  # fmt: skip
        return {
            **{key: described[key] for key in shown},
            "TemplateDescription": described["Description"],
        }

    def _shown(self, name: str, value: Any) -> str:
        declaration = self.template_model.declared_parameters[name]
        if as_text(declaration.get("NoEcho")) == "true":
            return "****"
        return ",".join(value) if isinstance(value, list) else as_text(value)
