"""What has to be done before the process ends, however it is told to: children ended, temporary files removed."""

import contextlib
import os
from collections.abc import Callable
from typing import NoReturn

_tasks: list[Callable[[], None]] = []


def before_end(task: Callable[[], None]) -> None:
    _tasks.append(task)


def end(code: int = 0) -> NoReturn:
    """Ends at once: state is in memory only, and requests in flight must not hold the process."""
    for task in _tasks:
        with contextlib.suppress(Exception):
            task()
    os._exit(code)
