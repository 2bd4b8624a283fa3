"""The emulator's own interface beside AWS's: health, requests, faults, recordings and mails, under ``/sandbox/``."""

import json
import os
import time
from typing import Any

from werkzeug.wrappers import Request, Response

from . import VERSION
from .fault_injection import FaultInjection
from .recordings import InvalidAnswer, Recordings
from .request_journal import RequestJournal

PREFIX = "/sandbox/"


class ControlInterface:
    def __init__(self, faults: FaultInjection, journal: RequestJournal, recordings: Recordings) -> None:
        self._faults = faults
        self._journal = journal
        self._recordings = recordings
        self._started = round(time.time(), 3)

    def answer(self, request: Request) -> Response:
        resource = request.path.removeprefix(PREFIX).strip("/")
        if request.method == "PUT" and resource.startswith("custom-resource-answers/"):
            return _receive_answer(resource.split("/")[1], request)
        if resource.startswith("recordings/"):
            return self._record(resource.split("/")[1], request)
        match (request.method, resource):
            case ("GET", "health"):
                return _json({"pid": os.getpid(), "started": self._started, "version": VERSION})
            case ("GET", "requests"):
                return _json(self._journal.since(request.args.get("since", default=0, type=int)))
            case ("DELETE", "requests"):
                self._journal.clear()
                return _json({})
            case ("GET", "faults"):
                return _json({"faults": self._faults.describe()})
            case ("DELETE", "faults"):
                self._faults.clear()
                return _json({})
            case ("POST", "faults"):
                return self._add_fault(request)
            case ("GET", "mails"):
                return _mails(request)
            case ("POST", "configuration-items"):
                return _give_item(request)
            case ("POST", "credential-dates"):
                return _set_credential_dates(request)
        return _json({"message": f"No such resource: {request.method} {request.path}"}, 404)

    def _record(self, access_key: str, request: Request) -> Response:
        if request.method == "DELETE":
            return _json({"requests": self._recordings.end(access_key)})
        if request.method != "PUT" or request.mimetype != "application/json":
            return _json({"message": "PUT answers as application/json, or DELETE the recording."}, 405)
        try:
            self._recordings.begin(access_key, json.loads(request.get_data()).get("answers") or {})
            return _json({}, 201)
        except InvalidAnswer as error:
            return _json({"message": str(error)}, 400)
        except (AttributeError, ValueError) as error:
            return _json({"message": f"Not a recording: {error}"}, 400)

    def _add_fault(self, request: Request) -> Response:
        # A page in a browser cannot send this content type without asking first.
        if request.mimetype != "application/json":
            return _json({"message": "Send the fault as application/json."}, 415)
        try:
            description = json.loads(request.get_data())
            return _json(self._faults.add(description), 201)
        except (TypeError, ValueError) as error:
            return _json({"message": f"Not a fault: {error}"}, 400)


def _give_item(request: Request) -> Response:
    """Records a configuration item, and has the rules evaluated in whose scope it is.

    The body: ``account``, ``region``, ``item`` as in events, and ``oversized`` or ``leftScope`` where they are true.
    """
    # As for faults.
    if request.mimetype != "application/json":
        return _json({"message": "Send the item as application/json."}, 415)
    # Loaded with AWS Config's models, which not every session needs.
    from moto.config.models import config_backends

    from .config.custom_rule_evaluation import evaluate_item
    from .config.given_items import give_item

    try:
        given = json.loads(request.get_data())
        backend = config_backends[str(given["account"])][str(given["region"])]
        item = give_item(backend, dict(given["item"]))
    except (KeyError, TypeError, ValueError) as error:
        return _json({"message": f"Not a configuration item: {error}"}, 400)
    evaluate_item(backend, item, oversized=given.get("oversized") is True, left_scope=given.get("leftScope") is True)
    return _json({}, 201)


def _mails(request: Request) -> Response:
    account, region = request.args.get("account"), request.args.get("region")
    if account is None or region is None:
        return _json({"message": "Name the account and the region: ?account=…&region=…"}, 400)
    # Loaded with SES's models, which few sessions need.
    from .sent_mails import sent_mails

    return _json({"mails": sent_mails(account, region)})


def _set_credential_dates(request: Request) -> Response:
    # As for faults.
    if request.mimetype != "application/json":
        return _json({"message": "Send the dates as application/json."}, 415)
    from .iam.credential_dates import set_credential_dates

    try:
        set_credential_dates(dict(json.loads(request.get_data())))
    except (KeyError, TypeError, ValueError) as error:
        return _json({"message": f"No dates of credentials: {error}"}, 400)
    return _json({}, 201)


def _receive_answer(request_id: str, request: Request) -> Response:
    # Loaded with CloudFormation, which alone gives such addresses out.
    from .cloudformation.custom_resource_answer import answers

    status, reason = answers.receive(request_id, request.get_data())
    return Response(reason, status=status)


def _json(value: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(value), status=status, content_type="application/json")
