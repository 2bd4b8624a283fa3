"""The checks of ScheduleKeyDeletion that moto leaves out.

https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
"""

from typing import Any

from moto.kms.responses import KmsResponse

from ..extension import ServiceError, operation, parameters

DEFAULT_DAYS, LEAST_DAYS, MOST_DAYS = 30, 7, 30
PENDING = "PendingDeletion"


@operation(KmsResponse)
def schedule_key_deletion(response: KmsResponse) -> dict[str, Any]:
    request = parameters(response)
    days = request.get("PendingWindowInDays", DEFAULT_DAYS)
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise ServiceError(
            "ValidationException",
            f"1 validation error detected: Value '{days}' at 'pendingWindowInDays' failed to satisfy constraint: "
            f"Member must have value between {LEAST_DAYS} and {MOST_DAYS}",
        )
    response._validate_cmk_id(str(request.get("KeyId")))
    backend = response.kms_backend
    key = backend.describe_key(request["KeyId"])
    if key.key_state == PENDING:
        raise ServiceError("KMSInvalidStateException", f"{key.arn} is pending deletion.")
    deletion = backend.schedule_key_deletion(key.id, days)
    return {"KeyId": key.arn, "DeletionDate": deletion, "KeyState": PENDING, "PendingWindowInDays": days}
