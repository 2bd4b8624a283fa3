"""What an execution acts with: the credentials of its role."""

import os
from typing import Any

import botocore.session
from botocore.config import Config
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends
from moto.utilities.utils import get_partition

from ..cloudformation.service_client import endpoint
from ..policy_evaluation import AccessRequest, is_allowed, statements_of
from .parameters import refused

#: What of the emulator's own environment a script gets.
INHERITED = ("PATH", "TMPDIR", "SYSTEMROOT")

_session = botocore.session.Session()


class RoleSession:
    """Raises InvalidAutomationExecutionParametersException where Automation may not assume the role."""

    def __init__(self, account: str, region: str, role_arn: str, execution: str) -> None:
        _check_role(account, region, role_arn)
        self.account = account
        self.region = region
        backend = sts_backends[account][get_partition(region)]
        self._role = backend.assume_role(
            region_name=region,
            role_session_name=f"Automation-{execution}",
            role_arn=role_arn,
            policy="",
            duration=3600,
            external_id="",
        )
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        """Raises botocore's UnknownServiceError."""
        if service not in self._clients:
            self._clients[service] = _session.create_client(
                service,
                region_name=self.region,
                endpoint_url=endpoint(),
                aws_access_key_id=self._role.access_key_id,
                aws_secret_access_key=self._role.secret_access_key,
                aws_session_token=self._role.session_token,
                # A proxy of the user's must not see loopback, and a fault that was asked for is not to be hidden.
                config=Config(proxies={}, retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
            )
        return self._clients[service]

    def environment(self) -> dict[str, str]:
        """Of a script: it calls AWS as the role, and sees nothing of this machine's own settings."""
        return {
            **{name: os.environ[name] for name in INHERITED if name in os.environ},
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "AWS_ACCESS_KEY_ID": self._role.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self._role.secret_access_key,
            "AWS_SESSION_TOKEN": self._role.session_token,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ENDPOINT_URL": endpoint(),
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "NO_PROXY": "127.0.0.1",
        }


def _check_role(account: str, region: str, arn: str) -> None:
    """https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-troubleshooting.html, assume role"""
    roles = iam_backends[account][get_partition(region)].roles.values()
    role = next((role for role in roles if role.arn == arn), None)
    if role is not None:
        context: dict[str, str | None] = {
            "aws:sourceaccount": account,
            "aws:sourcearn": f"arn:{get_partition(region)}:ssm:{region}:{account}:automation-execution/*",
        }
        request = AccessRequest("sts:AssumeRole", arn, frozenset({"service:ssm.amazonaws.com"}), context)
        if is_allowed(statements_of(role.assume_role_policy_document), request):
            return
    raise refused("The defined assume role is unable to be assumed.")
