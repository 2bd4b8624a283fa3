"""A bucket policy's Deny with the conditions that it has; moto leaves conditions out and denies everybody.

TLS: clients reach the emulator by plain HTTP on loopback, where a statement that denies requests without TLS would
deny all of them. Its transport stands for TLS, so ``aws:SecureTransport`` is true. Conditions on other keys than
those below cannot be judged here, and their statement is skipped.
"""

from typing import Any

from flask import has_request_context, request
from moto.iam.access_control import PermissionResult
from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket

from ..policy_evaluation import AccessRequest, is_allowed, is_denied, statements_of

ENCRYPTION_KEYS = (
    "s3:x-amz-server-side-encryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:x-amz-server-side-encryption-customer-algorithm",
)

#: What a request may be about besides the object itself: the action has a name of its own then.
OBJECT_PARTS = {"acl": "Acl", "legal-hold": "LegalHold", "retention": "Retention", "tagging": "Tagging"}


def get_permission(self: FakeBucket, action: str, resource: str) -> PermissionResult:
    statements = statements_of(self.policy)
    access = AccessRequest(
        action=_action(action),
        resource=resource,
        # moto does not tell who asks, so a statement applies when it names everybody.
        context=_context(),
    )
    if is_denied(statements, access):
        if has_request_context() and request.method != "POST":
            # moto would answer without a body, which no client can read. A POST deletes several, each for itself.
            raise S3ClientError("AccessDenied", "Access Denied")
        return PermissionResult.DENIED
    return PermissionResult.PERMITTED if is_allowed(statements, access) else PermissionResult.NEUTRAL


def _action(action: str) -> str:
    # moto makes the name from the HTTP method alone; S3 has no action HeadObject.
    if action == "s3:HeadObject":
        return "s3:GetObject"
    part = next((name for name in OBJECT_PARTS if has_request_context() and name in request.args), None)
    return action if part is None else f"{action}{OBJECT_PARTS[part]}"


def _context() -> dict[str, str | None]:
    context: dict[str, str | None] = {"aws:securetransport": "true"}
    if has_request_context():
        for key in ENCRYPTION_KEYS:
            context[key] = request.headers.get(key.removeprefix("s3:"))
    return context


def install() -> None:
    target: Any = FakeBucket
    target.get_permission = get_permission


install()
