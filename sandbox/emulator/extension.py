"""How an extension adds to moto: operations by method name, state beside moto's own."""

import json
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from moto.core.exceptions import JsonRESTError

State = TypeVar("State")

# One lock for all state that extensions keep: calls are short, and nothing under it waits.
state_lock = threading.RLock()


class ServiceError(JsonRESTError):
    """An error of a JSON service, answered with status 400 as AWS Config answers all of its own."""

    code = 400


def operation(response_class: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Adds (or replaces) an operation of a JSON service.

    The function's name is the operation's in snake case, which is how moto finds it; it takes moto's response object
    (parameters, account, region) and returns the answer as a dictionary, or None where the answer is empty.
    """

    def attach(function: Callable[..., dict[str, Any] | None]) -> Callable[..., Any]:
        # moto finds operations with inspect.isfunction, so a plain function and no partial.
        def answer(self: Any) -> str:
            with state_lock:
                result = function(self)
            return "{}" if result is None else json.dumps(result)

        answer.__name__ = function.__name__
        answer.__doc__ = function.__doc__
        setattr(response_class, function.__name__, answer)
        return function

    return attach


def parameters(response: Any) -> dict[str, Any]:
    """The request's parameters, of a JSON service."""
    loaded = json.loads(response.body or "{}")
    return loaded if isinstance(loaded, dict) else {}


def state(backend: Any, name: str, make: Callable[[], State]) -> State:
    """State of one account and region, kept on moto's backend so that moto's reset empties it too."""
    with state_lock:
        if name not in backend.__dict__:
            backend.__dict__[name] = make()
        kept: State = backend.__dict__[name]
        return kept


def now() -> float:
    """Seconds since the epoch, to the millisecond: the timestamp format of JSON services."""
    return round(time.time(), 3)


def page(items: list[Any], request: dict[str, Any], default_limit: int, token: str = "NextToken") -> dict[str, Any]:
    """One page of a list: ``{"items": [...]}`` and the next token, if any; a token is the index to go on from."""
    start = request.get(token) or "0"
    if not str(start).isdigit() or int(start) > len(items):
        raise ServiceError("InvalidNextTokenException", "The specified next token is not valid.")
    limit = int(request.get("Limit") or default_limit)
    end = int(start) + limit
    result: dict[str, Any] = {"items": items[int(start) : end]}
    if end < len(items):
        result[token] = str(end)
    return result
