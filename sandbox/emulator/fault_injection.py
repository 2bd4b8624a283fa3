"""Faults on demand: the next calls of an operation fail, wait, lose their connection, or are carried out unheard of."""

import itertools
import threading
from dataclasses import asdict, dataclass, field
from typing import Any

from .request_identity import RequestIdentity


@dataclass
class Fault:
    """One rule. A call must match ``service`` and ``operation`` ("*" matches all), and the others where given."""

    service: str
    operation: str
    account: str | None = None
    region: str | None = None
    #: Matching calls that pass first.
    skip: int = 0
    #: How many calls it then meets; None for every one.
    count: int | None = 1
    #: Wait before anything else; clearing the faults ends the wait.
    delayMilliseconds: int = 0
    #: The answer given instead; None leaves it.
    status: int | None = None
    code: str = "InternalFailure"
    message: str = "Injected fault."
    #: True closes the connection instead of answering.
    drops: bool = False
    #: True carries the call out before it meets the fault: an answer lost on the way.
    afterwards: bool = False
    met: int = 0
    id: int = field(default_factory=itertools.count(1).__next__)

    def matches(self, identity: RequestIdentity) -> bool:
        return (
            self.service in ("*", identity.service)
            and self.operation in ("*", identity.operation)
            and self.account in (None, identity.account)
            and self.region in (None, identity.region)
        )


class FaultInjection:
    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._cleared = threading.Event()

    def add(self, description: dict[str, Any]) -> dict[str, Any]:
        """Raises TypeError or ValueError, with a message for the caller, on a description that is none."""
        allowed = set(Fault.__dataclass_fields__) - {"met", "id"}
        if unknown := set(description) - allowed:
            raise ValueError(f"Unknown keys {sorted(unknown)}; a fault takes {sorted(allowed)}.")
        fault = Fault(**description)
        if fault.status is None and fault.delayMilliseconds <= 0 and not fault.drops:
            raise ValueError("A fault needs a status to answer with, delayMilliseconds to wait, or drops.")
        with self._lock:
            self._faults.append(fault)
        return asdict(fault)

    def describe(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._faults]

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()
            self._cleared.set()
            self._cleared = threading.Event()

    def meet(self, identity: RequestIdentity) -> Fault | None:
        """The first fault that this call meets, counted, after the wait that it asks for."""
        with self._lock:
            fault, cleared = self._first(identity), self._cleared
        if fault and fault.delayMilliseconds:
            cleared.wait(fault.delayMilliseconds / 1000)
        return fault

    def _first(self, identity: RequestIdentity) -> Fault | None:
        for fault in self._faults:
            if not fault.matches(identity):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.count is None or fault.met < fault.count:
                fault.met += 1
                return fault
        return None
