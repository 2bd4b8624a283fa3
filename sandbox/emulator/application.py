"""The WSGI application: control interface, faults and journal around moto, and 4xx for what moto does not know."""

import logging
import socket
import struct
import time
from collections.abc import Iterable
from typing import Any

from botocore.model import OperationNotFoundError
from werkzeug.wrappers import Request, Response

from .account.region_opt_status import is_usable
from .control_interface import PREFIX, ControlInterface
from .error_answer import error_answer, error_code_of, region_not_enabled, unknown_operation
from .extensions import install_on_first_use
from .fault_injection import Fault, FaultInjection
from .recordings import Recordings
from .request_identity import RequestIdentity, identify
from .request_journal import RequestJournal

log = logging.getLogger("emulator")


class Application:
    def __init__(self, moto: Any) -> None:
        self._moto = moto
        self._faults = FaultInjection()
        self._journal = RequestJournal()
        self._recordings = Recordings()
        self._control = ControlInterface(self._faults, self._journal, self._recordings)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(PREFIX):
            return self._control.answer(Request(environ))(environ, start_response)
        if path.startswith("/moto-api"):
            return self._moto(environ, start_response)

        started = time.monotonic()
        identity = identify(environ)
        fault = self._faults.meet(identity)
        response = self._answer(identity, fault, environ)
        if fault and fault.drops:
            _drop_connection(environ)
        error_code = error_code_of(response.get_data()) if response.status_code >= 400 else None
        self._journal.record(identity, response.status_code, error_code, time.monotonic() - started)
        return response(environ, start_response)

    def _answer(self, identity: RequestIdentity, fault: Fault | None, environ: dict[str, Any]) -> Response:
        if fault is None or (fault.status is None and not fault.drops):
            return self._recordings.meet(identity, environ) or self._run_moto(identity, environ)
        if fault.afterwards:
            self._run_moto(identity, environ)
        return error_answer(identity, fault.status or 503, fault.code, fault.message)

    def _run_moto(self, identity: RequestIdentity, environ: dict[str, Any]) -> Response:
        if not is_usable(identity.account, identity.region):
            return region_not_enabled(identity)
        install_on_first_use(identity.service)
        try:
            response = Response.from_app(self._moto, environ, buffered=True)
        except (NotImplementedError, OperationNotFoundError):
            # moto answers 500, which SDKs retry; AWS answers 400.
            return unknown_operation(identity)
        except Exception:
            log.exception("%s:%s failed inside the emulator", identity.service, identity.operation)
            message = f"The emulator failed in {identity.service}:{identity.operation}; its log has the details."
            return error_answer(identity, 500, "InternalFailure", message)
        return unknown_operation(identity) if _is_unrouted(response) else response


def _drop_connection(environ: dict[str, Any]) -> None:
    """Whoever asked sees a reset, as of a network that failed, and the server takes it for one."""
    connection = environ["werkzeug.socket"]
    # Without lingering, what is closed is reset.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.shutdown(socket.SHUT_RDWR)


def _is_unrouted(response: Response) -> bool:
    """True for the page that moto's router answers with where no operation has the path."""
    return response.status_code == 404 and response.mimetype == "text/html" and b"Not Found" in response.get_data()
