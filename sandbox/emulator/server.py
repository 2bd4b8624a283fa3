"""The HTTP server: moto's own, wrapped in this project's application."""

import logging

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import BaseWSGIServer, make_server

from .application import Application
from .extensions import install_extensions


class QuietRequestHandler(MotoRequestHandler):
    """Logs nothing per request: the request journal has it."""

    # Keep-alive, which the SDKs expect.
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return None


def bind(host: str, port: int) -> BaseWSGIServer:
    """Installs the extensions and binds the port; ``serve_forever`` of the result answers requests.

    Raises OSError or SystemExit (werkzeug's choice) when the port is taken.
    """
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    install_extensions()
    application = Application(DomainDispatcherApplication(create_backend_app))
    return make_server(host, port, application, threaded=True, request_handler=QuietRequestHandler)
