"""The last requests answered: what a deployment asked of AWS, and so which permissions it needs."""

import threading
import time
from collections import deque
from dataclasses import asdict
from typing import Any

from .request_identity import RequestIdentity

# Some 2 MB at most; a deployment of every pack that AWS publishes stays well below.
CAPACITY = 10_000


class RequestJournal:
    def __init__(self) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=CAPACITY)
        self._sequence = 0
        self._lock = threading.Lock()

    def record(self, identity: RequestIdentity, status: int, error_code: str | None, seconds: float) -> None:
        entry = asdict(identity)
        del entry["protocol"], entry["accessKey"]
        with self._lock:
            self._sequence += 1
            self._entries.append(
                {
                    "sequence": self._sequence,
                    "time": round(time.time(), 3),
                    **entry,
                    "status": status,
                    "errorCode": error_code,
                    "milliseconds": round(seconds * 1000, 1),
                }
            )

    def since(self, sequence: int) -> dict[str, Any]:
        """Requests after the given sequence number; ``last`` is what to ask from next time."""
        with self._lock:
            newer = [entry for entry in self._entries if entry["sequence"] > sequence]
            return {"requests": newer, "last": self._sequence, "capacity": CAPACITY}

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
