"""Event buses that change, which moto's do not.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html
"""

from typing import Any

from moto.core.utils import unix_time
from moto.events.responses import EventsHandler

from ..extension import operation, parameters

#: What is not given is taken away.
CHANGEABLE = {
    "DeadLetterConfig": "dead_letter_config",
    "Description": "description",
    "KmsKeyIdentifier": "kms_key_identifier",
}


@operation(EventsHandler)
def update_event_bus(response: EventsHandler) -> dict[str, Any]:
    request = parameters(response)
    bus: Any = response.events_backend.describe_event_bus(request.get("Name") or "default")
    for name, attribute in CHANGEABLE.items():
        setattr(bus, attribute, request.get(name))
    bus.last_modified_time = unix_time()
    answer = {name: getattr(bus, attribute) for name, attribute in CHANGEABLE.items() if getattr(bus, attribute)}
    return {"Arn": bus.arn, "Name": bus.name, **answer}
