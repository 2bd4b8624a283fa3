"""An execution of an Automation document: step after step, and what can be read of it meanwhile and afterwards.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-branch-condition.html
"""

import json
from dataclasses import dataclass, field
from typing import Any

from moto.moto_api._internal import mock_random

from ..extension import now
from .api_call import assert_property, call_api
from .choices import next_step_of
from .document import RunnableDocument
from .failure import StepFailure
from .outputs import outputs_of
from .script import run_script
from .session import RoleSession
from .variables import Variables, text_of

DEFAULT_TIMEOUT = 3600.0
NO_OUTPUT = "No output available yet because the step is not successfully executed"


@dataclass
class StepExecution:
    step: dict[str, Any]
    id: str = field(default_factory=lambda: str(mock_random.uuid4()))
    status: str = "Pending"
    started: float | None = None
    ended: float | None = None
    inputs: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, list[str]] = field(default_factory=dict)
    failure: StepFailure | None = None

    def describe(self) -> dict[str, Any]:
        step = self.step
        described: dict[str, Any] = {
            "StepName": step["name"],
            "Action": step["action"],
            "StepStatus": self.status,
            "StepExecutionId": self.id,
            "OnFailure": step.get("onFailure", "Abort"),
            "MaxAttempts": int(step.get("maxAttempts", 1)),
            "IsEnd": _is_true(step.get("isEnd"), False),
            "IsCritical": _is_true(step.get("isCritical"), True),
            "Inputs": self.inputs,
            "Outputs": self.outputs,
        }
        if self.started is not None:
            described["ExecutionStartTime"] = self.started
        if self.ended is not None:
            described["ExecutionEndTime"] = self.ended
        if "nextStep" in step:
            described["NextStep"] = step["nextStep"]
        if self.status == "Success":
            described["ResponseCode"] = "0"
        if self.failure:
            described["FailureMessage"] = str(self.failure)
            described["FailureDetails"] = {"FailureStage": self.failure.stage, "FailureType": self.failure.kind}
        return described


@dataclass
class AutomationExecution:
    id: str
    document: RunnableDocument
    #: As they were given, and the defaults of the others.
    parameters: dict[str, Any]
    session: RoleSession
    executed_by: str
    variables: Variables
    steps: list[StepExecution]
    status: str = "Pending"
    started: float = field(default_factory=now)
    ended: float | None = None
    failure_message: str | None = None
    current: StepExecution | None = None

    def describe(self) -> dict[str, Any]:
        described: dict[str, Any] = {
            "AutomationExecutionId": self.id,
            "DocumentName": self.document.name,
            "DocumentVersion": self.document.version,
            "AutomationExecutionStatus": self.status,
            "ExecutionStartTime": self.started,
            "Parameters": {name: _texts(value) for name, value in self.parameters.items()},
            "Outputs": self._outputs(),
            "Mode": "Auto",
            "ExecutedBy": self.executed_by,
            "Targets": [],
            "ResolvedTargets": {"ParameterValues": [], "Truncated": False},
        }
        if self.ended is not None:
            described["ExecutionEndTime"] = self.ended
        elif self.current is not None:
            described |= {"CurrentStepName": self.current.step["name"], "CurrentAction": self.current.step["action"]}
        if self.failure_message:
            described["FailureMessage"] = self.failure_message
        return described

    def _outputs(self) -> dict[str, list[str]]:
        found = {}
        for name in self.document.outputs:
            step_name, _, output = name.partition(".")
            step = next((one for one in self.steps if one.step["name"] == step_name), None)
            found[name] = (step.outputs.get(output) if step else None) or [NO_OUTPUT]
        return found

    def run(self) -> None:
        """Runs to the end. What a step does to AWS, it does through the emulator's front door."""
        self.status = "InProgress"
        by_name = {step.step["name"]: step for step in self.steps}
        failed_critical = False
        step: StepExecution | None = self.steps[0]
        while step is not None:
            self.current = step
            chosen = self._run_step(step)
            target = chosen or self._following(step)
            if step.failure:
                failed_critical = failed_critical or _is_true(step.step.get("isCritical"), True)
                self.failure_message = self.failure_message or str(step.failure)
                target = self._after_failure(step)
            step = by_name[target] if target else None
        aborted = next((one for one in self.steps if one.failure and _action_on_failure(one) == "Abort"), None)
        failed = failed_critical or aborted is not None
        timed_out = aborted is not None and aborted.status == "TimedOut"
        if not failed:
            self.failure_message = None
        self.ended = now()
        self.status = "TimedOut" if timed_out else "Failed" if failed else "Success"

    def _run_step(self, execution: StepExecution) -> str | None:
        """The step that a branch chose; None where the order of the document, or an option, decides."""
        step = execution.step
        execution.status, execution.started = "InProgress", now()
        for attempt in range(int(step.get("maxAttempts", 1))):
            try:
                chosen = self._attempt(execution)
                execution.status, execution.failure, execution.ended = "Success", None, now()
                return chosen
            except StepFailure as failure:
                execution.failure = failure
                if attempt + 1 == int(step.get("maxAttempts", 1)):
                    execution.status, execution.ended = failure.status, now()
        return None

    def _attempt(self, execution: StepExecution) -> str | None:
        step = execution.step
        inputs = self.variables.resolve(step.get("inputs") or {})
        execution.inputs = {key: text_of(value) for key, value in inputs.items()}
        timeout = float(step.get("timeoutSeconds", DEFAULT_TIMEOUT))
        match step["action"]:
            case "aws:branch":
                return next_step_of(inputs)
            case "aws:executeAwsApi":
                answer = call_api(self.session, inputs)
            case "aws:assertAwsResourceProperty":
                answer = assert_property(self.session, inputs)
            case "aws:executeScript":
                answer = run_script(self.session, inputs, timeout)
                execution.outputs["OutputPayload"] = [json.dumps(answer)]
            case action:
                raise AssertionError(f"{action} was let through")
        for name, value in outputs_of(step, answer).items():
            self.variables.add_output(step["name"], name, value)
            execution.outputs[name] = _texts(value)
        return None

    def _following(self, execution: StepExecution) -> str | None:
        step = execution.step
        if _is_true(step.get("isEnd"), False):
            return None
        if step.get("nextStep"):
            return str(step["nextStep"])
        index = self.steps.index(execution)
        return str(self.steps[index + 1].step["name"]) if index + 1 < len(self.steps) else None

    def _after_failure(self, execution: StepExecution) -> str | None:
        action = _action_on_failure(execution)
        if action.startswith("step:"):
            return action.removeprefix("step:")
        return self._following(execution) if action == "Continue" else None


def _action_on_failure(execution: StepExecution) -> str:
    return str(execution.step.get("onFailure", "Abort"))


def _is_true(value: Any, default: bool) -> bool:
    return default if value is None else str(value).lower() == "true"


def _texts(value: Any) -> list[str]:
    return [text_of(item) for item in value] if isinstance(value, list) else [text_of(value)]
