"""Topics as targets of rules, which moto's rules do not know, with input templates of several lines; and queues that
get the event as it is, of which moto leaves out whose it is.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

import json
from typing import Any

from moto.core.utils import iso_8601_datetime_without_milliseconds, utcfromtimestamp
from moto.events.models import Rule
from moto.events.utils import EventTemplateParser
from moto.sns.models import sns_backends

_send_to_others = Rule.send_to_targets


def _send_to_targets(self: Rule, original_event: Any, transform_input: bool = True) -> None:
    targets = self.targets
    topics = [target for target in targets if ":sns:" in target["Arn"]]
    queues = [target for target in targets if ":sqs:" in target["Arn"] and _gets_event(target)]
    if (topics or queues) and self.event_pattern.matches_event(original_event):
        for target in topics:
            _publish(self, target, original_event)
        for target in queues:
            event = {key: value for key, value in original_event.items() if key != "ingestion-time"}
            self._send_to_sqs_queue(target["Arn"].split(":")[-1], event, None)
    # Whatever else a rule has goes moto's way.
    self.targets = [target for target in targets if target not in topics and target not in queues]
    try:
        _send_to_others(self, original_event, transform_input)
    finally:
        self.targets = targets


def _gets_event(target: dict[str, Any]) -> bool:
    return not any(name in target for name in ("Input", "InputPath", "InputTransformer", "SqsParameters"))


def _publish(rule: Rule, target: dict[str, Any], event: Any) -> None:
    region = target["Arn"].split(":")[3]
    topic = sns_backends[rule.account_id][region].get_topic(target["Arn"])
    topic.publish(_message(target.get("InputTransformer"), event))


def _message(transformer: dict[str, Any] | None, event: Any) -> str:
    if transformer is None:
        time = iso_8601_datetime_without_milliseconds(utcfromtimestamp(float(event["time"])))
        return json.dumps({**event, "time": time})
    paths = transformer.get("InputPathsMap") or {}
    # Of several JSON strings moto reads one at a time.
    return "\n".join(_line(line, paths, event) for line in transformer["InputTemplate"].splitlines())


def _line(line: str, paths: dict[str, str], event: Any) -> str:
    text = json.dumps(EventTemplateParser.parse(line, paths, event), ensure_ascii=False)
    # moto leaves a variable without a value as it is; EventBridge leaves it out.
    for name in paths:
        text = text.replace(f"<{name}>", "")
    return text


Rule.send_to_targets = _send_to_targets  # type: ignore[method-assign]
