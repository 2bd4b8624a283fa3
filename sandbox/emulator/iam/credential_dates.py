"""When a user's credentials were made and last used: in an emulator all are new, and nothing is unused."""

from datetime import timedelta
from typing import Any

from moto.core.utils import utcnow
from moto.iam.models import AccessKeyLastUsed, iam_backends


def set_credential_dates(given: dict[str, Any]) -> None:
    """
    The body: ``account`` and ``user``, and how many days ago things happened: ``made`` (the user and the password),
    ``passwordUsed``, and by the ID of an access key ``keys``, with ``made`` and ``used``.

    Raises KeyError, TypeError or ValueError for anything else.
    """
    unknown = set(given) - {"account", "user", "made", "passwordUsed", "keys"}
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    user = iam_backends[str(given["account"])]["aws"].get_user(str(given["user"]))
    if "made" in given:
        user.create_date = _days_ago(given["made"])
    if "passwordUsed" in given:
        user.password_last_used = _days_ago(given["passwordUsed"])
    keys = {key.access_key_id: key for key in user.access_keys}
    for identifier, dates in dict(given.get("keys") or {}).items():
        key = keys[identifier]
        if "made" in dates:
            key.create_date = _days_ago(dates["made"])
        if "used" in dates:
            key.last_used = AccessKeyLastUsed(_days_ago(dates["used"]), "s3", "us-east-1")


def _days_ago(days: Any) -> Any:
    return utcnow() - timedelta(days=float(days))
