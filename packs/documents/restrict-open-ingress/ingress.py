"""Which inbound rules of a security group let everybody reach ports that not everybody may reach."""

import boto3

from inspection import RETRIES, change, exemption_of, is_dry_run, leave, tags_of

EVERYBODY = ("0.0.0.0/0", "::/0")
#: By name or, of IPv6 and of old rules, by number; -1 is every protocol.
PROTOCOLS_WITH_PORTS = ("tcp", "udp", "6", "17")
ALL_PROTOCOLS = "-1"


def inspect_rules(events, context):
    ec2 = boto3.client("ec2", config=RETRIES)
    group_id = events["GroupId"]
    ports = [_port_range(port) for port in events["Ports"]]
    groups = ec2.describe_security_groups(Filters=[{"Name": "group-id", "Values": [group_id]}])["SecurityGroups"]
    if not groups:
        return leave(f"{group_id} is gone already.", RuleIds=[])
    name = groups[0]["GroupName"]
    if exemption := exemption_of([group_id, name], tags_of(groups[0].get("Tags")), events):
        return leave(f"{group_id} ({name}) stays: {exemption}.", RuleIds=[])
    rules, exempt = _open_rules(ec2, group_id, ports, events)
    exceptions = f" Exempt: {'; '.join(exempt)}." if exempt else ""
    if not rules:
        return leave(f"No rule of {group_id} ({name}) lets everybody reach one of the ports.{exceptions}", RuleIds=[])
    described = ", ".join(_describe(rule) for rule in rules)
    identifiers = [rule["SecurityGroupRuleId"] for rule in rules]
    if is_dry_run(events):
        return leave(f"Dry run: would be revoked of {group_id} ({name}): {described}.{exceptions}", RuleIds=identifiers)
    return change(f"Revoked of {group_id} ({name}): {described}.{exceptions}", RuleIds=identifiers)


def verify_rules(events, context):
    ports = [_port_range(port) for port in events["Ports"]]
    rules, _ = _open_rules(boto3.client("ec2", config=RETRIES), events["GroupId"], ports, events)
    if rules:
        raise ValueError(f"Still open: {', '.join(_describe(rule) for rule in rules)}.")
    return {"Message": f"No rule of {events['GroupId']} lets everybody reach one of the ports."}


def _port_range(text):
    first, _, last = str(text).partition("-")
    if not first.isdigit() or not (last or first).isdigit():
        raise ValueError(f"{text!r} is no port: write 22, or a range such as 8000-8100.")
    low, high = int(first), int(last or first)
    if not 0 <= low <= high <= 65535:
        raise ValueError(f"{text!r} is no range of ports between 0 and 65535.")
    return low, high


def _open_rules(ec2, group_id, ports, events):
    """Rules that are to be revoked, and the reasons why others of the kind are not."""
    found, exempt = [], []
    pages = ec2.get_paginator("describe_security_group_rules").paginate(
        Filters=[{"Name": "group-id", "Values": [group_id]}]
    )
    for rule in (rule for page in pages for rule in page["SecurityGroupRules"]):
        if rule["IsEgress"] or not _is_open(rule, ports):
            continue
        identifier = rule["SecurityGroupRuleId"]
        if exemption := exemption_of([identifier], tags_of(rule.get("Tags")), events):
            exempt.append(f"{identifier} stays: {exemption}")
        else:
            found.append(rule)
    return sorted(found, key=lambda rule: rule["SecurityGroupRuleId"]), sorted(exempt)


def _is_open(rule, ports):
    if rule.get("CidrIpv4") not in EVERYBODY and rule.get("CidrIpv6") not in EVERYBODY:
        return False
    protocol = str(rule["IpProtocol"])
    if protocol == ALL_PROTOCOLS:
        return True
    if protocol not in PROTOCOLS_WITH_PORTS:
        return False
    low, high = rule.get("FromPort", -1), rule.get("ToPort", -1)
    # -1 stands for all ports.
    return low == -1 or any(low <= last and first <= high for first, last in ports)


def _describe(rule):
    source = rule.get("CidrIpv4") or rule.get("CidrIpv6")
    if str(rule["IpProtocol"]) == ALL_PROTOCOLS:
        return f"{rule['SecurityGroupRuleId']} (all traffic from {source})"
    low, high = rule.get("FromPort", -1), rule.get("ToPort", -1)
    ports = f"{low}" if low == high else f"{low}-{high}"
    return f"{rule['SecurityGroupRuleId']} ({rule['IpProtocol']} {ports} from {source})"
