"""Which service, operation, account, region and principal a request is for, read before moto sees it."""

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from moto.core.routing import get_service_router
from moto.iam.models import get_account_id_from, iam_backends
from moto.moto_server.werkzeug_app import BackendRequest
from moto.sts.models import sts_backends

Environment = dict[str, Any]


@dataclass(frozen=True)
class RequestIdentity:
    service: str
    operation: str
    account: str
    region: str
    #: The caller's ARN, where the emulator issued its credentials; None for made-up ones.
    principal: str | None
    #: How the service spells errors: "json", "query" or "rest-xml".
    protocol: str
    #: Empty of a request that is not signed.
    accessKey: str


def identify(environ: Environment) -> RequestIdentity:
    access_key, region, service = _credential_scope(environ.get("HTTP_AUTHORIZATION", ""))
    account = environ.get("HTTP_X_MOTO_ACCOUNT_ID") or get_account_id_from(access_key)
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        operation, protocol = target.split(".")[-1], "json"
    elif action := _action(environ):
        operation, protocol = action, "query"
    else:
        operation, protocol = _rest_operation(service, environ), "rest-xml" if service == "s3" else "json"
    return RequestIdentity(service, operation, account, region, _principal(account, access_key), protocol, access_key)


def _credential_scope(authorization: str) -> tuple[str, str, str]:
    """Access key, region and service of a Signature Version 4 header; unsigned requests go to S3, as in moto.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
    """
    _, _, rest = authorization.partition("Credential=")
    parts = rest.split(",")[0].split("/")
    return (parts[0], parts[2], parts[3].lower()) if len(parts) == 5 else ("", "us-east-1", "s3")


def _action(environ: Environment) -> str | None:
    content_type = environ.get("CONTENT_TYPE") or ""
    if content_type.startswith("application/x-www-form-urlencoded"):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        form = parse_qs(body.decode("utf-8", "replace"))
    else:
        form = parse_qs(environ.get("QUERY_STRING", ""))
    return form["Action"][0] if "Action" in form else None


def _rest_operation(service: str, environ: Environment) -> str:
    try:
        matched, _ = get_service_router(service).match(BackendRequest(dict(environ)))
        return str(matched.name)
    except Exception:  # A name for the journal only: no service model or no route must not fail the request.
        return f"{environ['REQUEST_METHOD']} {environ.get('PATH_INFO', '')}"


def _principal(account: str, access_key: str) -> str | None:
    for backend in list(sts_backends[account].values()):
        role = backend.get_assumed_role_from_access_key(access_key)
        if role:
            return str(role.arn)
    for iam in list(iam_backends[account].values()):
        user = iam.get_user_from_access_key_id(access_key)
        if user:
            return str(user.arn)
    return None
