"""Queues that functions read: event source mappings, which moto runs in the sender's own request, message by message.

One poller for each mapping, where Lambda has five to begin with: it never hands two batches over at a time.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

import json
import logging
import threading
import time
from typing import Any

from moto.awslambda.models import LambdaBackend
from moto.core.exceptions import JsonRESTError
from moto.iam.models import iam_backends
from moto.sqs.models import Queue, sqs_backends
from moto.utilities.utils import get_partition

from ..policy_evaluation import AccessRequest, is_allowed, statements_of
from .function_process import Outcome
from .invocation import find_function, invoke

log = logging.getLogger("emulator")

PAUSE_SECONDS = 0.1
#: Of an invocation that waits for its answer; records are a little larger than the bodies of their messages.
PAYLOAD_BYTES = 6 * 1024 * 1024
RECORD_BYTES = 700
MAX_WINDOW_SECONDS = 300
NEEDED_ACTIONS = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")

_moto_create: Any = LambdaBackend.create_event_source_mapping
_moto_add: Any = Queue.add_message
_moto_delete: Any = Queue.delete_message

#: moto replaces a queue's list of messages where one is deleted: one that is added meanwhile would be lost.
_messages = threading.RLock()


def _create(self: Any, spec: dict[str, Any]) -> Any:
    queue = _find_queue(self, str(spec.get("EventSourceArn")))
    if queue is not None:
        _check(self, spec, queue)
    mapping = _moto_create(self, spec)
    if queue is not None:
        # What moto would run for every message.
        queue.lambda_event_source_mappings.pop(mapping.function_arn, None)
        threading.Thread(target=_poll, args=(self, mapping), daemon=True).start()
    return mapping


def _check(backend: Any, spec: dict[str, Any], queue: Any) -> None:
    """https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"""
    function = find_function(str(spec.get("FunctionName")), backend.account_id, backend.region_name)
    if function is None:
        return
    other = _mapping_of(backend, function, queue)
    if other is not None:
        error = JsonRESTError(
            "ResourceConflictException",
            f'An event source mapping with SQS arn (" {queue.queue_arn} ") and function (" {function.function_name} ") '
            f"already exists. Please update or delete the existing mapping with UUID {other.uuid}",
        )
        error.code = 409
        raise error
    window = int(spec.get("MaximumBatchingWindowInSeconds") or 0)
    if not 0 <= window <= MAX_WINDOW_SECONDS:
        raise _refused(f"Maximum batch window in seconds must be between 0 and {MAX_WINDOW_SECONDS}.")
    if int(spec.get("BatchSize") or 10) > 10 and window == 0:
        raise _refused(
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"
        )
    if int(queue.visibility_timeout) < int(function.timeout):
        raise _refused(
            f"Queue visibility timeout: {queue.visibility_timeout} seconds is less than "
            f"Function timeout: {function.timeout} seconds"
        )
    for action in NEEDED_ACTIONS:
        if not _may(backend, function.role, AccessRequest(action, queue.queue_arn)):
            name = action.split(":")[1]
            raise _refused(f"The provided execution role does not have permissions to call {name} on SQS")


def _list(self: Any, event_source_arn: str | None, function_name: str | None) -> list[Any]:
    """By the function's name or its ARN, which moto compares with what the mapping was made with."""
    wanted = (function_name or "").split(":")[-1]
    return [
        mapping
        for mapping in self._event_source_mappings.values()
        if event_source_arn in (None, mapping.event_source_arn) and wanted in ("", mapping.function_arn.split(":")[6])
    ]


def _mapping_of(backend: Any, function: Any, queue: Any) -> Any | None:
    """A function reads a queue by one mapping only."""
    for mapping in backend._event_source_mappings.values():
        of_queue = mapping.event_source_arn == queue.queue_arn
        if of_queue and mapping.function_arn.split(":")[6] == function.function_name:
            return mapping
    return None


def _may(backend: Any, role_arn: str, request: AccessRequest) -> bool:
    """By the role's own policies; one that is attached is not looked into, and may allow it."""
    iam = iam_backends[backend.account_id][get_partition(backend.region_name)]
    role = next((one for one in iam.roles.values() if one.arn == role_arn), None)
    if role is None or role.managed_policies:
        return True
    return is_allowed([s for text in role.policies.values() for s in statements_of(text)], request)


def _refused(message: str) -> Exception:
    error = JsonRESTError("InvalidParameterValueException", message)
    error.code = 400
    return error


def _find_queue(backend: Any, arn: str) -> Any | None:
    queues = sqs_backends[backend.account_id][backend.region_name].queues.values()
    return next((queue for queue in queues if queue.queue_arn == arn), None)


def _poll(backend: Any, mapping: Any) -> None:
    # A mapping ends when it is deleted, and with moto's reset.
    while backend._event_source_mappings.get(mapping.uuid) is mapping:
        try:
            queue = _find_queue(backend, mapping.event_source_arn)
            if mapping.enabled and queue is not None and queue.messages:
                _hand_over(backend, mapping, queue)
        except Exception:
            log.exception("The event source mapping %s failed inside the emulator", mapping.uuid)
        time.sleep(PAUSE_SECONDS)


def _hand_over(backend: Any, mapping: Any, queue: Any) -> None:
    batch = _gather(backend, mapping, queue)
    function = find_function(mapping.function_arn)
    if not batch or function is None:
        return
    records = [_record(message, queue) for message in batch]
    failed = _failed_items(mapping, invoke(function, {"Records": records}), records)
    # What failed stays hidden until its time is over, and then comes again.
    for record in records:
        if record["messageId"] not in failed:
            queue.delete_message(record["receiptHandle"])


def _gather(backend: Any, mapping: Any, queue: Any) -> list[Any]:
    sqs = sqs_backends[backend.account_id][backend.region_name]
    batch: list[Any] = []
    size = 0
    end = time.monotonic() + int(mapping.max_batch_window or 0)
    while size < PAYLOAD_BYTES and len(batch) < mapping.batch_size:
        # Few at a time, so that the last ones do not make it much too large.
        count = min(10, mapping.batch_size - len(batch))
        with _messages:
            found = sqs.receive_message(queue.name, count, 0, queue.visibility_timeout)
        batch += found
        size += sum(len(message.body.encode()) + RECORD_BYTES for message in found)
        if time.monotonic() >= end and len(found) < count:
            break
        if not found:
            time.sleep(PAUSE_SECONDS)
    return batch


def _failed_items(mapping: Any, outcome: Outcome, records: list[dict[str, Any]]) -> set[str]:
    """All of them, where the answer is none that Lambda understands."""
    everything = {record["messageId"] for record in records}
    if outcome.failed:
        return everything
    if "ReportBatchItemFailures" not in (mapping.function_response_types or []):
        return set()
    answer = json.loads(outcome.payload or b"null")
    if not answer:
        return set()
    try:
        failed = {item["itemIdentifier"] for item in answer.get("batchItemFailures") or []}
    except (AttributeError, KeyError, TypeError):
        return everything
    return failed if failed <= everything else everything


def _record(message: Any, queue: Any) -> dict[str, Any]:
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": {
            "ApproximateReceiveCount": str(message.approximate_receive_count),
            "SentTimestamp": str(message.sent_timestamp),
            "SenderId": message.sender_id,
            "ApproximateFirstReceiveTimestamp": str(message.approximate_first_receive_timestamp),
        },
        "messageAttributes": {},
        "md5OfBody": message.body_md5,
        "eventSource": "aws:sqs",
        "eventSourceARN": queue.queue_arn,
        "awsRegion": queue.region,
    }


def _add(self: Any, message: Any) -> None:
    with _messages:
        _moto_add(self, message)


def _delete(self: Any, receipt_handle: str) -> None:
    with _messages:
        _moto_delete(self, receipt_handle)


def install() -> None:
    backend: Any = LambdaBackend
    queue: Any = Queue
    backend.create_event_source_mapping = _create
    backend.list_event_source_mappings = _list
    queue.add_message = _add
    queue.delete_message = _delete


install()
