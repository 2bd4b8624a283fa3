"""A statement's identifier stands once in a function's policy, where moto takes it twice.

https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
"""

import json
from typing import Any

from moto.awslambda.models import LambdaBackend

from ..extension import ServiceError

_moto_add_permission: Any = LambdaBackend.add_permission


def add_permission(self: LambdaBackend, function_name: str, qualifier: str, raw: str) -> dict[str, Any]:
    wanted = json.loads(raw).get("StatementId")
    statements = self.get_function(function_name, qualifier).policy.statements
    if any(statement.get("Sid") == wanted for statement in statements):
        error = ServiceError(
            "ResourceConflictException",
            f"The statement id ({wanted}) provided already exists. Please provide a new statement id, or remove the "
            "existing statement.",
        )
        error.code = 409
        raise error
    added: dict[str, Any] = _moto_add_permission(self, function_name, qualifier, raw)
    return added


def install() -> None:
    backend: Any = LambdaBackend
    backend.add_permission = add_permission


install()
