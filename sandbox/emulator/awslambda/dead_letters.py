"""Dead-letter queues: where events end that a function failed to handle.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

import json
import logging
from typing import Any

from moto.awslambda.models import LambdaFunction

from ..cloudformation.service_client import call

log = logging.getLogger("emulator")

_moto_init = LambdaFunction.__init__
_moto_configuration = LambdaFunction.get_configuration
_moto_update = LambdaFunction.update_configuration


def _init(self: Any, account_id: str, spec: dict[str, Any], *args: Any, **options: Any) -> None:
    _moto_init(self, account_id, spec, *args, **options)
    self.dead_letter_target = (spec.get("DeadLetterConfig") or {}).get("TargetArn")


def _get_configuration(self: Any, on_create: bool = False) -> dict[str, Any]:
    configuration = _moto_configuration(self, on_create)
    target = getattr(self, "dead_letter_target", None)
    return {**configuration, **({"DeadLetterConfig": {"TargetArn": target}} if target else {})}


def _update_configuration(self: Any, config_updates: dict[str, Any]) -> dict[str, Any]:
    if "DeadLetterConfig" in config_updates:
        self.dead_letter_target = config_updates["DeadLetterConfig"].get("TargetArn")
    return _moto_update(self, config_updates)


def keep_event(function: Any, event: Any, request_id: str, payload: bytes) -> None:
    """Sends the event to the function's queue, if it has one; a topic is no target that the emulator knows."""
    target = getattr(function, "dead_letter_target", None)
    parts = str(target).split(":")
    if len(parts) != 6 or parts[2] != "sqs":
        return
    message = json.loads(payload).get("errorMessage") or ""
    attributes = {
        "RequestID": {"DataType": "String", "StringValue": request_id},
        "ErrorCode": {"DataType": "Number", "StringValue": "200"},
        "ErrorMessage": {"DataType": "String", "StringValue": message[:1024] or "-"},
    }
    try:
        found = call("sqs", "GetQueueUrl", parts[4], parts[3], QueueName=parts[5])
        call(
            "sqs",
            "SendMessage",
            parts[4],
            parts[3],
            QueueUrl=found["QueueUrl"],
            MessageBody=json.dumps(event),
            MessageAttributes=attributes,
        )
    except Exception:  # a queue that is gone, as AWS too then only counts the failure
        log.exception("The event of %s could not be kept", function.function_name)


def install() -> None:
    function: Any = LambdaFunction
    function.__init__ = _init
    function.get_configuration = _get_configuration
    function.update_configuration = _update_configuration


install()
