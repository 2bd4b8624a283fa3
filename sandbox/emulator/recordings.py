"""Requests of one caller, kept whole, and answers of AWS given in place of the emulator's own.

A caller is an access key, so that several may be recorded at once. Answers are written as the AWS CLI prints them,
``{"ec2:DescribeImages": {"Images": [...]}}``; a list holds alternatives, of which the first that fits is given:
``[{"when": {"AccessKeyId": "AKIA..."}, "answer": {...}}, {"error": {"code": "NoSuchEntity"}}]``.
"""

import io
import json
import threading
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import UnknownServiceError
from botocore.model import OperationNotFoundError
from moto.core.model import ListShape, MapShape, OperationModel, Shape, StructureShape
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.serialize import get_serializer_class
from moto.core.utils import get_service_model
from moto.moto_server.werkzeug_app import BackendRequest
from werkzeug.wrappers import Request, Response

from .error_answer import error_answer
from .request_identity import Environment, RequestIdentity

#: Services whose requests are signed under another name than that of their permissions or of their SDK.
OTHER_NAMES = {
    "cloudwatch": "monitoring",
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancing",
    "resourcegroupstaggingapi": "tagging",
    "ses": "email",
    "sesv2": "email",
    "sso-admin": "sso",
    "stepfunctions": "states",
}
#: By the name under which requests are signed: the models that botocore has of the service.
MODELS = {
    "elasticloadbalancing": ("elbv2", "elb"),
    "email": ("sesv2", "ses"),
    "monitoring": ("cloudwatch",),
    "sso": ("sso-admin",),
    "states": ("stepfunctions",),
    "tagging": ("resourcegroupstaggingapi",),
}


class InvalidAnswer(Exception):
    """An answer that AWS would not give; the message is for whoever wrote it."""


@dataclass(frozen=True)
class Alternative:
    when: Any
    answer: dict[str, Any] | None
    error: dict[str, Any] | None


@dataclass
class Recording:
    #: By service, as requests are signed, and operation.
    answers: dict[tuple[str, str], list[Alternative]]
    requests: list[dict[str, Any]] = field(default_factory=list)


class Recordings:
    def __init__(self) -> None:
        self._recordings: dict[str, Recording] = {}
        self._lock = threading.Lock()

    def begin(self, access_key: str, answers: dict[str, Any]) -> None:
        """Raises InvalidAnswer. An earlier recording of the caller is forgotten."""
        recording = Recording(dict(_read(name, value) for name, value in answers.items()))
        with self._lock:
            self._recordings[access_key] = recording

    def end(self, access_key: str) -> list[dict[str, Any]]:
        with self._lock:
            recording = self._recordings.pop(access_key, None)
        return recording.requests if recording else []

    def meet(self, identity: RequestIdentity, environ: Environment) -> Response | None:
        """Keeps the request where its caller is recorded; None where the emulator is to answer."""
        with self._lock:
            recording = self._recordings.get(identity.accessKey)
        if recording is None:
            return None
        model = _operation(identity.service, identity.operation)
        given = _parameters(model, environ) if model else {}
        with self._lock:
            recording.requests.append(
                {
                    "service": identity.service,
                    "operation": identity.operation,
                    "account": identity.account,
                    "region": identity.region,
                    "parameters": given,
                }
            )
        alternatives = recording.answers.get((identity.service, identity.operation))
        if alternatives is None or model is None:
            return None
        for alternative in alternatives:
            if _fits(alternative.when, given):
                return _answer(alternative, model, identity, environ)
        message = f"No answer is recorded of {identity.service}:{identity.operation} for {json.dumps(given)}."
        return error_answer(identity, 400, "NoRecordedAnswer", message)


def _read(name: str, value: Any) -> tuple[tuple[str, str], list[Alternative]]:
    written, _, operation = name.partition(":")
    service = OTHER_NAMES.get(written, written)
    model = _operation(service, operation)
    if model is None:
        raise InvalidAnswer(f"{name} is no operation of AWS: they look like ec2:DescribeImages")
    if not isinstance(value, list):
        return (service, operation), [_alternative(name, {"answer": value}, model)]
    return (service, operation), [_alternative(name, one, model) for one in value]


def _alternative(name: str, written: Any, model: OperationModel) -> Alternative:
    if (
        not isinstance(written, dict)
        or set(written) - {"when", "answer", "error"}
        or len({"answer", "error"} & set(written)) != 1
    ):
        raise InvalidAnswer(f"an alternative of {name} has answer or error, and when it is given: when")
    error = written.get("error")
    if error is not None and not (isinstance(error, dict) and isinstance(error.get("code"), str)):
        raise InvalidAnswer(f"an error of {name} has a code, and may have a message")
    answer = written.get("answer")
    if error is None:
        _check(answer or {}, model.output_shape, name)
    return Alternative(written.get("when"), answer or {}, error)


def _check(value: Any, shape: Shape | None, path: str) -> None:
    if isinstance(shape, StructureShape):
        if not isinstance(value, dict):
            raise InvalidAnswer(f"{path} is a map with {', '.join(sorted(shape.members))}")
        for key, inner in value.items():
            if key not in shape.members:
                raise InvalidAnswer(f"{path} has no {key}, but {', '.join(sorted(shape.members))}")
            if inner is not None:
                _check(inner, shape.members[key], f"{path}.{key}")
    elif isinstance(shape, ListShape):
        if not isinstance(value, list):
            raise InvalidAnswer(f"{path} is a list")
        for index, inner in enumerate(value):
            _check(inner, shape.member, f"{path}[{index}]")
    elif isinstance(shape, MapShape):
        if not isinstance(value, dict):
            raise InvalidAnswer(f"{path} is a map")
        for key, inner in value.items():
            _check(inner, shape.value, f"{path}.{key}")
    elif shape is None and value:
        raise InvalidAnswer(f"{path} answers nothing")
    elif isinstance(value, (dict, list)):
        raise InvalidAnswer(f"{path} is a {shape.type_name if shape else 'value'}")


def _operation(service: str, operation: str) -> OperationModel | None:
    for name in MODELS.get(service, (service,)):
        try:
            return get_service_model(name).operation_model(operation)
        except (UnknownServiceError, OperationNotFoundError):
            continue
    return None


def _parameters(model: OperationModel, environ: Environment) -> dict[str, Any]:
    """The request's parameters, as JSON can hold them."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    request = Request({**environ, "wsgi.input": io.BytesIO(body)})
    service = model.service_model
    try:
        protocol = determine_request_protocol(service, request.content_type)
        labels = (
            get_service_router(service.service_name).match(BackendRequest({**environ, "wsgi.input": io.BytesIO(body)}))[
                1
            ]
            if protocol.startswith("rest")
            else {}
        )
        parsed = PROTOCOL_PARSERS[protocol](model).parse(
            {
                "method": request.method,
                "values": request.values,
                "headers": request.headers,
                "body": body,
                "url_path": request.path,
                "url_params": labels,
            }
        )
        loaded: dict[str, Any] = json.loads(json.dumps(parsed, default=str))
        return loaded
    except Exception:  # A request that moto cannot take apart is recorded without its parameters.
        return {}


def _fits(wanted: Any, given: Any) -> bool:
    if wanted is None:
        return True
    if isinstance(wanted, dict):
        return isinstance(given, dict) and all(_fits(inner, given.get(key)) for key, inner in wanted.items())
    if isinstance(wanted, list):
        return isinstance(given, list) and all(any(_fits(inner, one) for one in given) for inner in wanted)
    return str(wanted) == str(given)


def _answer(
    alternative: Alternative, model: OperationModel, identity: RequestIdentity, environ: Environment
) -> Response:
    if alternative.error is not None:
        error = alternative.error
        return error_answer(
            identity, int(error.get("status", 400)), error["code"], str(error.get("message", "A recorded error."))
        )
    service = model.service_model
    protocol = determine_request_protocol(service, environ.get("CONTENT_TYPE"))
    serializer = get_serializer_class(service.service_name, protocol)(model)
    answered = serializer.serialize(alternative.answer)
    return Response(answered["body"], status=answered["status_code"], headers=dict(answered["headers"]))
