"""What EC2 says of a security group that is in use; moto deletes every one.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.security_groups import SecurityGroup
from moto.ec2.responses.security_groups import SecurityGroups

_moto_delete: Any = EC2Backend._delete_security_group


def _delete_security_group(self: Any, vpc_id: str | None, group_id: str) -> None:
    group = self.get_security_group_from_id(group_id)
    if group is not None and group.name == "default":
        raise EC2ClientError(
            "CannotDelete", f'the specified group: "{group_id}" name: "default" cannot be deleted by a user'
        )
    used = any(group_id in [one.id for one in interface.group_set] for interface in self.enis.values())
    if used or any(_refers(other, group_id) for other in _groups(self) if other.id != group_id):
        raise EC2ClientError("DependencyViolation", f"resource {group_id} has a dependent object")
    _moto_delete(self, vpc_id, group_id)


def describe_security_group_references(self: SecurityGroups) -> ActionResult:
    """Groups of VPCs at the other end of a peering, whoever's they are."""
    self.error_on_dryrun()
    asked = self._get_param("GroupId", [])
    own = self.ec2_backend
    found = []
    for connection in own.vpc_pcxs.values():
        for vpc in (connection.vpc, connection.peer_vpc):
            for group in _groups(vpc.ec2_backend, vpc.id):
                found += [
                    {
                        "GroupId": group_id,
                        "ReferencingVpcId": group.vpc_id,
                        "VpcPeeringConnectionId": connection.id,
                    }
                    for group_id in asked
                    if _refers(group, group_id) and vpc.id != _vpc_of(own, group_id)
                ]
    return ActionResult({"SecurityGroupReferenceSet": found})


def _groups(backend: Any, vpc_id: str | None = None) -> list[SecurityGroup]:
    all_groups = [group for groups in list(backend.groups.values()) for group in list(groups.values())]
    return [group for group in all_groups if vpc_id in (None, group.vpc_id)]


def _vpc_of(backend: Any, group_id: str) -> str | None:
    group = backend.get_security_group_from_id(group_id)
    return None if group is None else str(group.vpc_id)


def _refers(group: Any, group_id: str) -> bool:
    rules = [*group.ingress_rules, *group.egress_rules]
    return any((rule.source_group or {}).get("GroupId") == group_id for rule in rules)


def install() -> None:
    backend: Any = EC2Backend
    backend._delete_security_group = _delete_security_group
    responses: Any = SecurityGroups
    responses.describe_security_group_references = describe_security_group_references


install()
