"""Which queues may use one as their dead-letter queue: an attribute that moto forgets.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
"""

from typing import Any

from moto.sqs.models import Queue

NAME = "RedriveAllowPolicy"

_moto_set: Any = Queue._set_attributes
_moto_attributes: Any = Queue.attributes


def _set_attributes(self: Any, attributes: dict[str, Any], now: float | None = None) -> None:
    _moto_set(self, {name: value for name, value in attributes.items() if name != NAME}, now)
    if NAME in attributes:
        self.redrive_allow_policy = attributes[NAME]


def _attributes(self: Any) -> dict[str, Any]:
    policy = getattr(self, "redrive_allow_policy", None)
    return {**_moto_attributes.fget(self), **({NAME: policy} if policy else {})}


def install() -> None:
    queue: Any = Queue
    queue._set_attributes = _set_attributes
    queue.attributes = property(_attributes)


install()
