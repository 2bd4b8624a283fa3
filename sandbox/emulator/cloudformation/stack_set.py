"""A stack set, its instances, and the operations on them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.utils import generate_stackset_arn, generate_stackset_id
from moto.core.utils import utcnow

from .stack import Stack
from .stack_template import StackTemplate

SERVICE_MANAGED = "SERVICE_MANAGED"
FAILURE_TOLERANCE_EXCEEDED = "Cancelled since failure tolerance has exceeded"


@dataclass
class StackInstance:
    stack_set_id: str
    account: str
    region: str
    #: The unit by which the account was targeted.
    organizational_unit: str | None
    overrides: dict[str, str]
    stack: Stack | None = None
    status: str = "OUTDATED"
    detailed_status: str = "PENDING"
    reason: str | None = None
    last_operation: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.account, self.region

    def describe(self) -> dict[str, Any]:
        return {
            "StackSetId": self.stack_set_id,
            "Account": self.account,
            "Region": self.region,
            "StackId": self.stack.stack_id if self.stack else None,
            "OrganizationalUnitId": self.organizational_unit,
            "Status": self.status,
            "StatusReason": self.reason,
            "StackInstanceStatus": {"DetailedStatus": self.detailed_status},
            "DriftStatus": "NOT_CHECKED",
            "LastOperationId": self.last_operation,
            "ParameterOverrides": [
                {"ParameterKey": key, "ParameterValue": value} for key, value in self.overrides.items()
            ],
        }


@dataclass
class StackSetOperation:
    id: str
    #: CREATE, UPDATE or DELETE.
    action: str
    #: In the order in which they are to be worked on.
    instances: list[StackInstance]
    preferences: dict[str, Any] = field(default_factory=dict)
    targets: dict[str, Any] | None = None
    retain_stacks: bool = False
    status: str = "QUEUED"
    status_reason: str | None = None
    created: datetime = field(default_factory=utcnow)
    ended: datetime | None = None
    #: By account and region: the status, and why.
    results: dict[tuple[str, str], tuple[str, str | None]] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        return self.status in ("QUEUED", "RUNNING", "STOPPING")

    @property
    def failed_instances(self) -> int:
        return sum(status == "FAILED" for status, _ in self.results.values())


class StackSet:
    def __init__(
        self,
        backend: CloudFormationBackend,
        name: str,
        template: StackTemplate,
        parameters: dict[str, str],
        permission_model: str,
    ) -> None:
        self.backend = backend
        self.name = name
        self.id = generate_stackset_id(name)
        self.arn = generate_stackset_arn(self.id, backend.region_name, backend.account_id)
        self.template = template
        self.parameters = parameters
        self.permission_model = permission_model
        self.description: str | None = None
        self.tags: dict[str, str] = {}
        self.capabilities: list[str] = []
        self.auto_deployment: dict[str, Any] = {}
        self.roles: dict[str, Any] = {}
        self.managed_execution = False
        self.status = "ACTIVE"
        self.instances: dict[tuple[str, str], StackInstance] = {}
        self.operations: list[StackSetOperation] = []
        #: Units that were targeted, each with the regions: what automatic deployment goes by.
        self.targeted_units: dict[str, list[str]] = {}

    @property
    def service_managed(self) -> bool:
        return self.permission_model == SERVICE_MANAGED

    @property
    def deploys_automatically(self) -> bool:
        return self.status == "ACTIVE" and bool(self.auto_deployment.get("Enabled"))

    @property
    def exists(self) -> bool:
        """False once the emulator was emptied, and the stack set with it."""
        sets: Any = self.backend.stacksets
        return sets.get(self.id) is self

    def describe(self) -> dict[str, Any]:
        described = {
            **self.summarize(),
            "StackSetARN": self.arn,
            "TemplateBody": self.template.text,
            "Parameters": self.parameters,
            "Capabilities": self.capabilities,
            "Tags": self.tags,
            "StackSetDriftDetectionDetails": {
                "DriftStatus": "NOT_CHECKED",
                "TotalStackInstancesCount": len(self.instances),
            },
            "Regions": list(dict.fromkeys(instance.region for instance in self.instances.values())),
        }
        if self.service_managed:
            described["OrganizationalUnitIds"] = list(self.targeted_units)
            return described
        return described | self.roles

    def summarize(self) -> dict[str, Any]:
        return {
            "StackSetName": self.name,
            "StackSetId": self.id,
            "Description": self.description,
            "Status": self.status,
            "PermissionModel": self.permission_model,
            "AutoDeployment": self.auto_deployment or None,
            "ManagedExecution": {"Active": self.managed_execution},
            "DriftStatus": "NOT_CHECKED",
        }

    def describe_operation(self, operation: StackSetOperation) -> dict[str, Any]:
        return {
            "OperationId": operation.id,
            "StackSetId": self.id,
            "Action": operation.action,
            "Status": operation.status,
            "StatusReason": operation.status_reason,
            "StatusDetails": {"FailedStackInstancesCount": operation.failed_instances},
            "OperationPreferences": operation.preferences,
            "RetainStacks": operation.retain_stacks if operation.action == "DELETE" else None,
            "DeploymentTargets": operation.targets,
            "CreationTimestamp": operation.created,
            "EndTimestamp": operation.ended,
            **({} if self.service_managed else self.roles),
        }
