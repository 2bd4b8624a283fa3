"""``aws:executeScript``: a process that runs the handler with the credentials of the execution's role.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html
"""

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..shutdown import before_end
from .failure import POLLING, StepFailure
from .session import RoleSession

BOOTSTRAP = Path(__file__).parent / "script_bootstrap.py"
#: Of Automation itself: a script runs for ten minutes at most.
LONGEST_SECONDS = 600.0

_running: set[subprocess.Popen[bytes]] = set()


def _kill_all() -> None:
    for process in list(_running):
        process.kill()


before_end(_kill_all)


def run_script(session: RoleSession, inputs: dict[str, Any], timeout: float) -> dict[str, Any]:
    """The step's answer: what the handler returned is its ``Payload``. Raises StepFailure."""
    runtime = str(inputs["Runtime"])
    if not runtime.startswith("python3"):
        raise StepFailure(POLLING, f"The emulator runs scripts for Python 3 only, not for {runtime}")
    with TemporaryDirectory(prefix="automation-", ignore_cleanup_errors=True) as folder:
        Path(folder, "customer_script.py").write_text(str(inputs["Script"]), "utf-8")
        message = {
            "handler": str(inputs["Handler"]),
            "events": inputs.get("InputPayload") or {},
            "result": str(Path(folder, "result.json")),
        }
        process = subprocess.Popen(
            # The emulator's own Python, because it has boto3, as Automation's runtime does.
            [sys.executable, "-B", "-s", str(BOOTSTRAP)],
            cwd=folder,
            env=session.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        _running.add(process)
        try:
            output, _ = process.communicate(json.dumps(message).encode(), min(timeout, LONGEST_SECONDS))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise StepFailure(POLLING, f"The step timed out after {timeout:g} seconds", status="TimedOut") from None
        finally:
            _running.discard(process)
            with contextlib.suppress(OSError):
                process.kill()
        result = Path(folder, "result.json")
        if not result.exists():
            raise StepFailure(
                POLLING, f"The script ended with {process.returncode}: {output.decode('utf-8', 'replace')}"
            )
        answer = json.loads(result.read_bytes())
    if "fault" in answer:
        raise StepFailure(POLLING, answer["fault"])
    return {"Payload": answer["payload"]}
