"""Objects that are written while others read and write them: of two writes under one condition, one is made.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
"""

import threading
from collections.abc import Callable
from typing import Any

from moto.s3.responses import S3Response

#: moto asks for the condition and then writes; meanwhile another request may have replaced, and closed, the object.
_objects = threading.RLock()


def _one_at_a_time(operation: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def locked(self: Any) -> Any:
        with _objects:
            return operation(self)

    locked.__name__ = operation.__name__
    return locked


def install() -> None:
    response: Any = S3Response
    response.put_object = _one_at_a_time(S3Response.put_object)
    response.get_object = _one_at_a_time(S3Response.get_object)


install()
