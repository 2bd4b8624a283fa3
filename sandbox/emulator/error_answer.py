"""An error in the shape that a service's protocol gives it, so that SDKs read its code and do not retry in vain."""

import json
from xml.sax.saxutils import escape

from werkzeug.wrappers import Response

from .request_identity import RequestIdentity


def error_answer(identity: RequestIdentity, status: int, code: str, message: str) -> Response:
    """https://smithy.io/2.0/aws/protocols/index.html: error serialization of each protocol."""
    request_id = "00000000-0000-0000-0000-000000000000"
    if identity.protocol == "json":
        body = json.dumps({"__type": code, "message": message})
        headers = {"x-amzn-ErrorType": code, "Content-Type": "application/x-amz-json-1.1"}
    elif identity.protocol == "query":
        kind = "Sender" if status < 500 else "Receiver"
        error = f"<Type>{kind}</Type><Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
        body = f"<ErrorResponse><Error>{error}</Error><RequestId>{request_id}</RequestId></ErrorResponse>"
        headers = {"Content-Type": "text/xml"}
    else:
        error = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
        body = f'<?xml version="1.0" encoding="UTF-8"?><Error>{error}<RequestId>{request_id}</RequestId></Error>'
        headers = {"Content-Type": "application/xml"}
    return Response(body, status=status, headers={**headers, "x-amzn-RequestId": request_id})


def unknown_operation(identity: RequestIdentity) -> Response:
    code = "InvalidAction" if identity.protocol != "json" else "UnknownOperationException"
    return error_answer(
        identity,
        400,
        code,
        f"The emulator does not implement {identity.service}:{identity.operation}.",
    )


def region_not_enabled(identity: RequestIdentity) -> Response:
    """A region that the account has not enabled does not know the account: it takes its credentials for invalid."""
    status, code = {
        "json": (400, "UnrecognizedClientException"),
        "query": (403, "InvalidClientTokenId"),
    }.get(identity.protocol, (403, "InvalidAccessKeyId"))
    return error_answer(identity, status, code, "The security token included in the request is invalid.")


def error_code_of(body: bytes) -> str | None:
    """The error code in an answer's body, of whichever protocol."""
    text = body.decode("utf-8", "replace")
    if text.startswith("{"):
        try:
            kind = json.loads(text).get("__type")
        except ValueError:
            return None
        return str(kind).split("#")[-1] if kind else None
    _, found, rest = text.partition("<Code>")
    return rest.partition("</Code>")[0] if found else None
