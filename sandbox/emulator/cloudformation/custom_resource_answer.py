"""Where functions that make custom resources send their answers: a presigned address, in AWS of Amazon S3.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html
"""

import json
import threading
from typing import Any

from .service_client import endpoint

#: Under the control interface's prefix, because the address is none of AWS's.
PATH = "/sandbox/custom-resource-answers/"
LARGEST_BYTES = 4096


class Answers:
    def __init__(self) -> None:
        self._expected: dict[str, dict[str, Any] | None] = {}
        self._lock = threading.Lock()

    def address(self, request_id: str) -> str:
        with self._lock:
            self._expected[request_id] = None
        return f"{endpoint()}{PATH}{request_id}"

    def receive(self, request_id: str, body: bytes) -> tuple[int, str]:
        """The status to answer with, and why. An answer that is none counts as a failure, as in AWS."""
        try:
            answer = json.loads(body)
            fault = None if isinstance(answer, dict) else "it is no JSON object"
        except ValueError:
            answer, fault = None, "it is not JSON"
        if fault is None and len(body) > LARGEST_BYTES:
            fault = f"Response object is too long ({len(body)} of at most {LARGEST_BYTES} bytes)"
        if fault is not None:
            answer = {"Status": "FAILED", "Reason": f"Invalid response object: {fault}."}
        with self._lock:
            if request_id not in self._expected:
                return 403, "Request has expired"
            # The first answer counts; the address takes no second one into account.
            if self._expected[request_id] is None:
                self._expected[request_id] = answer
        return 200, ""

    def get(self, request_id: str) -> dict[str, Any] | None:
        with self._lock:
            return self._expected.get(request_id)

    def forget(self, request_id: str) -> None:
        with self._lock:
            self._expected.pop(request_id, None)


answers = Answers()
