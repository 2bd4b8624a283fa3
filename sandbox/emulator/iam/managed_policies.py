"""AWS's managed policies, made for an account when they are first looked at.

moto makes them for every partition of every account it meets, which costs a second for each new account.
"""

import json
from functools import cache
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend


@cache
def _definitions() -> dict[str, Any]:
    definitions: dict[str, Any] = json.loads(aws_managed_policies_data)
    return definitions


def _aws_managed_policies(self: IAMBackend) -> list[AWSManagedPolicy]:
    if "_lazy_aws_policies" not in self.__dict__:
        self.__dict__["_lazy_aws_policies"] = [
            AWSManagedPolicy.from_data(name, self.account_id, self.region_name, definition)
            for name, definition in _definitions().items()
        ]
    policies: list[AWSManagedPolicy] = self.__dict__["_lazy_aws_policies"]
    return policies


def _managed_policies(self: IAMBackend) -> dict[str, Any]:
    if "_lazy_policies" not in self.__dict__:
        self.__dict__["_lazy_policies"] = {policy.arn: policy for policy in _aws_managed_policies(self)}
    policies: dict[str, Any] = self.__dict__["_lazy_policies"]
    return policies


def _ignore(_self: IAMBackend, _value: None) -> None:
    """moto's constructor assigns what the two methods below return."""


def _nothing(_self: IAMBackend) -> None:
    return None


def install() -> None:
    backend: Any = IAMBackend
    backend._init_aws_policies = _nothing
    backend._init_managed_policies = _nothing
    backend.aws_managed_policies = property(_aws_managed_policies, _ignore)
    backend.managed_policies = property(_managed_policies, _ignore)


install()
