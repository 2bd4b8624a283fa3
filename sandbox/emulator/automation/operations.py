"""The operations that start executions of Automation documents and read them.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
"""

import logging
import time
from datetime import datetime, timezone
from typing import Any

from moto.moto_api._internal import mock_random
from moto.ssm.models import SimpleSystemManagerBackend, ssm_backends
from moto.ssm.responses import SimpleSystemManagerResponse

from ..extension import ServiceError, now, operation, page, parameters, state
from ..rollout import in_background
from .document import find_document
from .execution import AutomationExecution, StepExecution
from .parameters import refused, values_of
from .session import RoleSession
from .variables import Variables

log = logging.getLogger("emulator")

#: What of the request the emulator runs; the others spread an execution over targets, accounts and regions.
TAKEN = {"DocumentName", "DocumentVersion", "Parameters", "ClientToken", "Mode", "Tags"}


def executions(backend: SimpleSystemManagerBackend) -> dict[str, AutomationExecution]:
    return state(backend, "automation_executions", dict[str, AutomationExecution])


@operation(SimpleSystemManagerResponse)
def start_automation_execution(response: SimpleSystemManagerResponse) -> dict[str, Any]:
    request = parameters(response)
    if others := sorted(set(request) - TAKEN):
        raise refused(f"The emulator takes no {', '.join(others)}.")
    if request.get("Mode", "Auto") != "Auto":
        raise refused("The emulator runs executions in the mode Auto only.")
    account, region = response.current_account, response.region
    caller = f"arn:aws:iam::{account}:root"
    execution = _start(account, region, request, caller)
    return {"AutomationExecutionId": execution.id}


def _start(account: str, region: str, request: dict[str, Any], executed_by: str) -> AutomationExecution:
    document = find_document(account, region, str(request.get("DocumentName")), request.get("DocumentVersion"))
    values = values_of(document.parameters, request.get("Parameters") or {})
    identifier = str(mock_random.uuid4())
    variables = Variables(values, _system_variables(account, region, identifier))
    role = str(variables.resolve(document.assume_role or ""))
    if not role:
        raise refused("The emulator runs executions with a role only: give the document's assumeRole a value.")
    execution = AutomationExecution(
        id=identifier,
        document=document,
        parameters=values,
        session=RoleSession(account, region, role, identifier),
        executed_by=executed_by,
        variables=variables,
        steps=[StepExecution(step) for step in document.steps],
    )
    executions(ssm_backends[account][region])[identifier] = execution
    in_background(lambda: _run(execution))
    return execution


def _run(execution: AutomationExecution) -> None:
    try:
        execution.run()
    except Exception:
        log.exception("the execution %s of %s failed inside the emulator", execution.id, execution.document.name)
        execution.failure_message = "The execution failed inside the emulator; its log has the details."
        execution.status, execution.ended = "Failed", now()


def _system_variables(account: str, region: str, execution: str) -> dict[str, str]:
    """https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html"""
    moment = datetime.fromtimestamp(time.time(), timezone.utc)
    return {
        "global:ACCOUNT_ID": account,
        "global:REGION": region,
        "global:DATE": moment.strftime("%Y-%m-%d"),
        "global:DATE_TIME": moment.strftime("%Y-%m-%d_%H.%M.%S"),
        "automation:EXECUTION_ID": execution,
    }


def find_execution(backend: SimpleSystemManagerBackend, identifier: str) -> AutomationExecution:
    found = executions(backend).get(identifier)
    if found is None:
        raise ServiceError(
            "AutomationExecutionNotFoundException", f"There is no automation execution with the ID {identifier}."
        )
    return found


@operation(SimpleSystemManagerResponse)
def get_automation_execution(response: SimpleSystemManagerResponse) -> dict[str, Any]:
    execution = find_execution(response.ssm_backend, str(parameters(response).get("AutomationExecutionId")))
    steps = [step.describe() for step in execution.steps]
    return {"AutomationExecution": {**execution.describe(), "StepExecutions": steps, "StepExecutionsTruncated": False}}


@operation(SimpleSystemManagerResponse)
def describe_automation_step_executions(response: SimpleSystemManagerResponse) -> dict[str, Any]:
    request = parameters(response)
    execution = find_execution(response.ssm_backend, str(request.get("AutomationExecutionId")))
    steps = [step.describe() for step in execution.steps]
    for wanted in request.get("Filters") or []:
        key = {"StepName": "StepName", "Action": "Action", "StepExecutionStatus": "StepStatus"}.get(wanted["Key"])
        if key is None:
            raise ServiceError("InvalidFilterKey", f"The emulator filters steps by no {wanted['Key']}.")
        steps = [step for step in steps if step[key] in wanted["Values"]]
    if request.get("ReverseOrder"):
        steps.reverse()
    shown = page(steps, {**request, "Limit": request.get("MaxResults")}, 50)
    return {"StepExecutions": shown.pop("items"), **shown}


@operation(SimpleSystemManagerResponse)
def describe_automation_executions(response: SimpleSystemManagerResponse) -> dict[str, Any]:
    request = parameters(response)
    described = []
    for execution in executions(response.ssm_backend).values():
        shown = execution.describe()
        for key in ("Parameters", "Targets"):
            shown.pop(key)
        described.append({**shown, "AutomationType": "Local"})
    keys = {
        "DocumentNamePrefix": lambda one, value: one["DocumentName"].startswith(value),
        "ExecutionStatus": lambda one, value: one["AutomationExecutionStatus"] == value,
        "ExecutionId": lambda one, value: one["AutomationExecutionId"] == value,
    }
    for wanted in request.get("Filters") or []:
        if wanted["Key"] not in keys:
            raise ServiceError("InvalidFilterKey", f"The emulator filters executions by no {wanted['Key']}.")
        fits = keys[wanted["Key"]]
        described = [one for one in described if any(fits(one, value) for value in wanted["Values"])]
    described.sort(key=lambda one: -float(one["ExecutionStartTime"]))
    found = page(described, {**request, "Limit": request.get("MaxResults")}, 50)
    return {"AutomationExecutionMetadataList": found.pop("items"), **found}
