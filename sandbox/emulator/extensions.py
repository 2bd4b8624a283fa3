"""Every extension, in the order in which they are installed. A new one is a module and a line here."""

import threading
from importlib import import_module

EXTENSIONS = [
    "account.region_opt_status",
    "iam.managed_policies",
    "iam.service_linked_roles",
    "organizations.delegated_administrators",
    "organizations.account_changes",
    "organizations.callers",
    "organizations.invitations",
    "kms.key_deletion",
    "s3.bucket_defaults",
    "s3.bucket_policy",
    "s3.bucket_tags",
    "s3.conditional_writes",
    "s3.object_lock",
    "s3.replication_configuration",
    "s3.replication",
    "config.configuration_recorder",
    "config.delivery_channel",
    "config.configuration_aggregator",
    "config.config_rule",
    "config.remediation_configuration",
    "config.remediation_exceptions",
    "config.remediation_operations",
    "config.conformance_pack_operations",
    "config.organization_conformance_pack_operations",
    "config.configuration_history",
    "config.compliance_operations",
    "config.given_items",
    "config.custom_rule_operations",
    "config.conformance_pack_compliance",
    "config.aggregation",
    "config.aggregate_compliance",
    "config.advanced_query",
    "config.stored_query",
    "config.organization_config_rule_operations",
    "config.resource_tags",
]


#: Extensions of services whose models take moto a second to load, and which few sessions call.
EXTENSIONS_ON_FIRST_USE = {
    "athena": ["athena.workgroups"],
    # CloudFormation loads the models of every service.
    "cloudformation": [
        "ssm.template_document",
        "awslambda.dead_letters",
        "awslambda.invocation",
        "cloudformation.stack_operations",
        "cloudformation.organizations_access",
        "cloudformation.stack_set_operations",
        "cloudformation.stack_instance_operations",
        "cloudformation.automatic_deployment",
    ],
    "cloudtrail": ["cloudtrail.shadow_trails", "cloudtrail.trail_life", "cloudtrail.tagged_trails"],
    "ec2": ["ec2.security_groups"],
    "events": ["events.event_bus", "events.event_pattern", "events.topic_target"],
    "glue": ["glue.databases"],
    "lambda": [
        "awslambda.dead_letters",
        "awslambda.invocation",
        "awslambda.event_source_mapping",
        "awslambda.permission_statements",
    ],
    "logs": ["logs.log_group_keys"],
    "monitoring": ["cloudwatch.alarm_tags"],
    "sqs": ["sqs.redrive_allow_policy"],
    "ssm": ["ssm.template_document", "automation.operations"],
}

_lock = threading.Lock()


def install_extensions() -> None:
    """Imports every extension; each attaches itself to moto as it is imported."""
    for name in EXTENSIONS:
        import_module(f".{name}", __package__)


def install_on_first_use(service: str) -> None:
    """Imports what waits for the service; a second call finds it done."""
    with _lock:
        for name in EXTENSIONS_ON_FIRST_USE.get(service, []):
            import_module(f".{name}", __package__)
