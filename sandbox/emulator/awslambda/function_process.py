"""One invocation of a function: a process that runs the handler, and what came of it."""

import contextlib
import json
import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from moto.sts.models import sts_backends
from moto.utilities.utils import get_partition

from ..cloudformation.service_client import endpoint
from ..shutdown import before_end
from .function_code import folder_of_functions, unpack
from .runtimes import UnsupportedRuntime, find_runtime

#: What of the emulator's own environment a function gets.
INHERITED = ("PATH", "TMPDIR", "SYSTEMROOT")

_running: set[subprocess.Popen[bytes]] = set()


def _kill_all() -> None:
    for process in list(_running):
        process.kill()


before_end(_kill_all)


@dataclass(frozen=True)
class Outcome:
    payload: bytes
    #: True where the handler failed, and the payload describes how.
    failed: bool
    #: What the handler printed.
    log: str


def run(function: Any, event: Any, request_id: str) -> Outcome:
    """Runs the handler of moto's function to its end, or to its timeout."""
    try:
        runtime = find_runtime(str(function.run_time))
    except UnsupportedRuntime as error:
        return _failure("Runtime.InvalidRuntime", str(error), "")
    task = unpack(function.code_bytes, runtime)
    with TemporaryDirectory(prefix="call-", dir=folder_of_functions(), ignore_cleanup_errors=True) as folder:
        result = Path(folder) / "result"
        message = {
            "event": event,
            "handler": function.handler,
            "task": str(task),
            "result": str(result),
            "context": {
                "awsRequestId": request_id,
                "functionName": function.function_name,
                "functionVersion": str(function.version),
                "invokedFunctionArn": function.function_arn,
                "logGroupName": function.logs_group_name,
                "memoryLimitInMB": str(function.memory_size),
                "deadline": time.time() + float(function.timeout),
            },
        }
        process = subprocess.Popen(
            runtime.command,
            cwd=task,
            env=_environment(function, task),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        _running.add(process)
        try:
            log, timed_out = _follow(process, json.dumps(message).encode() + b"\n", float(function.timeout))
        finally:
            _running.discard(process)
        if timed_out:
            seconds = f"{float(function.timeout):.2f}"
            text = f"RequestId: {request_id} Error: Task timed out after {seconds} seconds"
            return _failure("Sandbox.Timedout", text, log)
        if not result.exists():
            text = f"RequestId: {request_id} Error: Runtime exited with error: exit status {process.returncode}"
            return _failure("Runtime.ExitError", text, log)
        answer = json.loads(result.read_bytes())
        return Outcome(json.dumps(answer["payload"]).encode(), answer["failed"], log)


def _follow(process: subprocess.Popen[bytes], message: bytes, timeout: float) -> tuple[str, bool]:
    """Gives the process its message and reads what it prints. Its input stays open meanwhile: it ends with ours."""
    output: list[bytes] = []
    assert process.stdout is not None and process.stdin is not None
    reader = threading.Thread(
        target=lambda: output.append(process.stdout.read() if process.stdout else b""), daemon=True
    )
    reader.start()
    # It may end before it reads anything; what it printed says why.
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(message)
        process.stdin.flush()
    timed_out = False
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        timed_out = True
        process.kill()
        process.wait()
    # A process that the handler started and left behind may hold the output open.
    reader.join(1)
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()
    return b"".join(output).decode("utf-8", "replace"), timed_out


def _environment(function: Any, task: Path) -> dict[str, str]:
    """https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, defined runtime environment variables"""
    region = function.region
    backend = sts_backends[function.account_id][get_partition(region)]
    role = backend.assume_role(
        region_name=region,
        role_session_name=function.function_name,
        role_arn=function.role,
        policy="",
        duration=3600,
        external_id="",
    )
    return {
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        **{str(name): str(value) for name, value in (function.environment_vars or {}).items()},
        "AWS_ACCESS_KEY_ID": role.access_key_id,
        "AWS_SECRET_ACCESS_KEY": role.secret_access_key,
        "AWS_SESSION_TOKEN": role.session_token,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_ENDPOINT_URL": endpoint(),
        # No other file or service of this machine may give a function settings.
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": str(function.version),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
        "LAMBDA_TASK_ROOT": str(task),
        "_HANDLER": str(function.handler),
    }


def _failure(kind: str, message: str, log: str) -> Outcome:
    payload = json.dumps({"errorType": kind, "errorMessage": message}).encode()
    return Outcome(payload, True, log)
