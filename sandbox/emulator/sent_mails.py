"""What somebody handed to Amazon SES, as it was handed over: nobody delivers it here."""

from typing import Any

from moto.ses.models import RawMessage, ses_backends


def sent_mails(account: str, region: str) -> list[dict[str, Any]]:
    """Messages that were sent whole, in the order in which they were sent."""
    return [
        {
            "messageId": message.id,
            "source": message.source,
            "destinations": message.destinations,
            "data": message.raw_data,
        }
        for message in ses_backends[account][region].sent_messages
        if isinstance(message, RawMessage)
    ]
