"""Trying a pattern on an event, by moto's own matching of rules.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html
"""

import json
from typing import Any

from moto.events.models import EventPattern, EventPatternParser
from moto.events.responses import EventsHandler

from ..extension import ServiceError, operation, parameters

#: Without one of them, EventBridge takes no event.
MANDATORY = ("id", "account", "source", "time", "region", "resources", "detail-type")


@operation(EventsHandler)
def test_event_pattern(response: EventsHandler) -> dict[str, Any]:
    request = parameters(response)
    try:
        event = json.loads(request.get("Event") or "")
    except ValueError:
        raise ServiceError("ValidationException", "Parameter Event is not valid.") from None
    absent = [name for name in MANDATORY if name not in event]
    if absent:
        raise ServiceError("ValidationException", f"Parameter Event is not valid. Reason: {absent[0]} is missing.")
    text = request.get("EventPattern")
    return {"Result": EventPattern(text, EventPatternParser(text).parse()).matches_event(event)}
