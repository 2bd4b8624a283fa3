"""Remediations as they run: started by somebody or by an evaluation, an Automation execution each.

https://docs.aws.amazon.com/config/latest/APIReference/API_StartRemediationExecution.html
"""

import logging
import time
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from moto.config.models import ConfigBackend

from ..cloudformation.service_client import call
from ..extension import now, state, state_lock
from ..rollout import in_background
from .evaluation_results import NON_COMPLIANT, results_of
from .remediation_configuration import remediations
from .remediation_exceptions import exception_of, put_exception

log = logging.getLogger("emulator")

ResourceKey = tuple[str, str]

#: Of a step, by the status that Automation gives it.
STEP_STATES = {
    "Pending": "PENDING",
    "InProgress": "IN_PROGRESS",
    "Success": "SUCCEEDED",
    "Failed": "FAILED",
    "TimedOut": "FAILED",
    "Cancelled": "EXITED",
}
ENDED = ("SUCCEEDED", "FAILED")
#: https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html
DEFAULT_ATTEMPTS, DEFAULT_RETRY_SECONDS = 5, 60
POLL_SECONDS = 0.1


@dataclass
class RemediationExecution:
    """The last one for a resource and a rule: AWS Config describes no earlier ones."""

    resource: ResourceKey
    state: str = "QUEUED"
    invoked: float = field(default_factory=now)
    updated: float = field(default_factory=now)
    steps: list[dict[str, Any]] = field(default_factory=list)

    def change(self, state: str) -> None:
        self.state, self.updated = state, now()

    def describe(self) -> dict[str, Any]:
        kind, identifier = self.resource
        return {
            "ResourceKey": {"resourceType": kind, "resourceId": identifier},
            "State": self.state,
            "StepDetails": self.steps,
            "InvocationTime": self.invoked,
            "LastUpdatedTime": self.updated,
        }


def executions_of(backend: ConfigBackend, rule: str) -> dict[ResourceKey, RemediationExecution]:
    made: dict[str, dict[ResourceKey, RemediationExecution]] = state(backend, "remediation_executions", dict)
    return made.setdefault(rule, {})


def is_non_compliant(backend: ConfigBackend, rule: str, resource: ResourceKey) -> bool:
    return any(
        (one.resource_type, one.resource_id) == resource and one.compliance == NON_COMPLIANT
        for one in results_of(backend, [rule])
    )


def start(backend: ConfigBackend, rule: str, resource: ResourceKey) -> bool:
    """False where one for the resource is under way already."""
    known = executions_of(backend, rule)
    if resource in known and known[resource].state not in ENDED:
        return False
    execution = known[resource] = RemediationExecution(resource)
    configuration = remediations(backend)[rule]
    in_background(lambda: _run(backend, execution, configuration))
    return True


def remediate_automatically(backend: ConfigBackend, rule: str) -> None:
    """Every resource that the rule finds non-compliant, where the rule's remediation is automatic."""
    configuration = remediations(backend).get(rule)
    if not configuration or not configuration["Automatic"]:
        return
    for result in results_of(backend, [rule]):
        resource = (result.resource_type, result.resource_id)
        known = executions_of(backend, rule).get(resource)
        under_way = known is not None and known.state not in ENDED
        done = known is not None and known.state == "SUCCEEDED" and known.invoked > result.recorded
        excepted = exception_of(backend, rule, resource) is not None
        if result.compliance == NON_COMPLIANT and not (under_way or done or excepted):
            _start_attempts(backend, rule, resource, configuration)


def _start_attempts(backend: ConfigBackend, rule: str, resource: ResourceKey, configuration: dict[str, Any]) -> None:
    execution = executions_of(backend, rule)[resource] = RemediationExecution(resource)
    attempts = int(configuration.get("MaximumAutomaticAttempts", DEFAULT_ATTEMPTS))
    seconds = int(configuration.get("RetryAttemptSeconds", DEFAULT_RETRY_SECONDS))

    def run() -> None:
        began = now()
        for _ in range(attempts):
            _run(backend, execution, configuration)
            if execution.state == "SUCCEEDED" or now() - began > seconds:
                return
        with state_lock:
            put_exception(backend, rule, resource, "The automatic remediation failed too often.", None)

    in_background(run)


def _run(backend: ConfigBackend, execution: RemediationExecution, configuration: dict[str, Any]) -> None:
    execution.change("IN_PROGRESS")
    try:
        answer = _call(
            backend,
            "StartAutomationExecution",
            DocumentName=configuration["TargetId"],
            DocumentVersion=configuration.get("TargetVersion"),
            Parameters=_parameters(configuration.get("Parameters") or {}, execution.resource[1]),
        )
        _follow(backend, execution, answer["AutomationExecutionId"])
    except (ClientError, BotoCoreError) as error:
        # Nothing of it reaches whoever describes the remediation: there is no step yet that it could stand at.
        log.info("the remediation of %s did not start: %s", execution.resource[1], error)
        execution.steps = []
        execution.change("FAILED")


def _follow(backend: ConfigBackend, execution: RemediationExecution, identifier: str) -> None:
    while True:
        found = _call(backend, "GetAutomationExecution", AutomationExecutionId=identifier)["AutomationExecution"]
        execution.steps = [_step(step) for step in found["StepExecutions"]]
        if "ExecutionEndTime" in found:
            execution.change("SUCCEEDED" if found["AutomationExecutionStatus"] == "Success" else "FAILED")
            return
        time.sleep(POLL_SECONDS)


def _step(step: dict[str, Any]) -> dict[str, Any]:
    described = {"Name": step["StepName"], "State": STEP_STATES.get(step["StepStatus"], "UNKNOWN")}
    if "FailureMessage" in step:
        described["ErrorMessage"] = step["FailureMessage"]
    for ours, theirs in (("StartTime", "ExecutionStartTime"), ("StopTime", "ExecutionEndTime")):
        if theirs in step:
            described[ours] = step[theirs].timestamp()
    return described


def _parameters(given: dict[str, Any], resource_id: str) -> dict[str, list[str]]:
    return {
        name: [resource_id] if "ResourceValue" in value else [str(one) for one in value["StaticValue"]["Values"]]
        for name, value in given.items()
    }


def _call(backend: ConfigBackend, operation: str, **parameters: Any) -> dict[str, Any]:
    return call("ssm", operation, backend.account_id, backend.region_name, **parameters)
