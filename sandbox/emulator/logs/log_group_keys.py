"""The key of a log group that exists, which moto neither sets nor takes away.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DisassociateKmsKey.html
"""

from typing import Any

from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

from ..extension import ServiceError, operation, parameters


@operation(LogsResponse)
def associate_kms_key(response: LogsResponse) -> None:
    _group(response).kms_key_id = str(parameters(response).get("kmsKeyId"))


@operation(LogsResponse)
def disassociate_kms_key(response: LogsResponse) -> None:
    # moto says None where a group has no key.
    group: Any = _group(response)
    group.kms_key_id = None


def _group(response: LogsResponse) -> LogGroup:
    group = response.logs_backend.groups.get(str(parameters(response).get("logGroupName")))
    if group is None:
        raise ServiceError("ResourceNotFoundException", "The specified log group does not exist.")
    return group
