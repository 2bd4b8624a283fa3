"""Work that AWS does after it has answered: a pack's deployment, its deletion."""

import threading
from collections.abc import Callable

from .extension import state_lock

#: How long such work takes here. AWS takes minutes; callers must see it in progress all the same.
rollout_seconds = 0.3


def set_rollout_seconds(seconds: float) -> None:
    global rollout_seconds
    rollout_seconds = seconds


def later(work: Callable[[], None]) -> None:
    """Does the work after the rollout time, under the lock of all state."""

    def run() -> None:
        with state_lock:
            work()

    timer = threading.Timer(rollout_seconds, run)
    timer.daemon = True
    timer.start()


def in_background(work: Callable[[], None]) -> None:
    """Does the work after the rollout time, without the lock: for work that calls services itself, and may wait."""
    timer = threading.Timer(rollout_seconds, work)
    timer.daemon = True
    timer.start()
