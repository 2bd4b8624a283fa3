"""Invoking functions: by Lambda's own operation, and by other services.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

import base64
import json
import logging
import threading
import time
from typing import Any

from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.moto_api._internal import mock_random

from .dead_letters import keep_event
from .function_process import Outcome, run

log = logging.getLogger("emulator")

#: Of an event that a function fails to handle: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
EVENT_RETRIES = 2
#: Lambda gives back the end of the log only.
LOG_TAIL_BYTES = 4096


class Invocation:
    """An invocation under way, or ended."""

    def __init__(self) -> None:
        self.outcome: Outcome | None = None
        #: Monotonic seconds, once it has ended.
        self.ended_at: float | None = None


def find_function(name_or_arn: str, account: str | None = None, region: str | None = None) -> Any | None:
    """moto's function of an ARN, or of a name in an account and region; None where there is none."""
    parts = name_or_arn.split(":")
    if len(parts) >= 7 and parts[2] == "lambda":
        account, region = parts[4], parts[3]
    if account is None or region is None:
        return None
    try:
        return lambda_backends[account][region].get_function(name_or_arn)
    except Exception:  # moto raises errors of several classes for functions and regions that are not there
        return None


def invoke(function: Any, event: Any) -> Outcome:
    """Runs the function to its end, and keeps what it printed in its log group."""
    request_id = str(mock_random.uuid4())
    started = time.monotonic()
    outcome = run(function, event, request_id)
    milliseconds = (time.monotonic() - started) * 1000
    lines = [f"START RequestId: {request_id} Version: {function.version}", *outcome.log.splitlines()]
    if outcome.failed and (kind := json.loads(outcome.payload).get("errorType")) in (
        "Sandbox.Timedout",
        "Runtime.ExitError",
    ):
        lines.append(f"{kind}: {json.loads(outcome.payload)['errorMessage']}")
    lines += [f"END RequestId: {request_id}", f"REPORT RequestId: {request_id} Duration: {milliseconds:.2f} ms"]
    function.logs_backend.ensure_log_group(function.logs_group_name)
    function.save_logs("\n".join(lines))
    return outcome


def start_invocation(function: Any, event: Any) -> Invocation:
    """Invokes without waiting, as services do."""
    invocation = Invocation()

    def work() -> None:
        try:
            invocation.outcome = invoke(function, event)
        except Exception:
            log.exception("The function %s failed inside the emulator", function.function_name)
        finally:
            invocation.ended_at = time.monotonic()

    threading.Thread(target=work, daemon=True).start()
    return invocation


def start_delivery(function: Any, event: Any) -> None:
    def work() -> None:
        try:
            deliver(function, event)
        except Exception:
            log.exception("The function %s failed inside the emulator", function.function_name)

    threading.Thread(target=work, daemon=True).start()


def deliver(function: Any, event: Any) -> Outcome:
    """Hands an event over, again where the function fails, and at last to its dead-letter queue.

    AWS waits a minute before the second attempt, and two before the third.
    """
    outcome = invoke(function, event)
    for _ in range(EVENT_RETRIES):
        if not outcome.failed:
            break
        outcome = invoke(function, event)
    if outcome.failed:
        keep_event(function, event, str(mock_random.uuid4()), outcome.payload)
    return outcome


def _invoke(self: LambdaFunction, body: Any, request_headers: Any, response_headers: Any) -> bytes:
    event = json.loads(body) if body else {}
    kind = request_headers.get("x-amz-invocation-type", "RequestResponse")
    if kind == "DryRun":
        return b""
    if kind == "Event":
        start_delivery(self, event)
        return b""
    outcome = invoke(self, event)
    if outcome.failed:
        response_headers["x-amz-function-error"] = "Unhandled"
    response_headers["x-amz-executed-version"] = str(self.version)
    tail = outcome.log.encode()[-LOG_TAIL_BYTES:]
    response_headers["x-amz-log-result"] = base64.b64encode(tail).decode()
    return outcome.payload


def install() -> None:
    function: Any = LambdaFunction
    function.invoke = _invoke


install()
