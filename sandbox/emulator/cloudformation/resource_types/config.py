"""AWS Config's types.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Config.html
"""

import json
from typing import Any

from botocore.exceptions import ClientError

from ...template.parameters import as_text
from ..stack_resource import StackResource
from .resource_type import NotReady, ResourceType, error_code, generated_name, legacy_message


def lower_camel(value: Any) -> Any:
    """Property names as AWS Config's API spells them: ``S3BucketName`` is ``s3BucketName``."""
    if isinstance(value, dict):
        return {f"{key[:1].lower()}{key[1:]}": lower_camel(item) for key, item in value.items()}
    return [lower_camel(item) for item in value] if isinstance(value, list) else value


class ConfigType(ResourceType):
    service = "config"

    def explain(self, error: ClientError) -> str:
        return legacy_message(error, "AmazonConfig")


class ConfigurationRecorder(ConfigType):
    """Complete once it records, which takes a delivery channel: it waits for one, as the channel waits for it.

    A DependsOn between the two leaves both waiting: https://github.com/aws/aws-cdk/issues/3577.
    """

    name = "AWS::Config::ConfigurationRecorder"
    immutable = frozenset({"Name"})
    required = frozenset({"RoleARN"})

    def create(self, resource: StackResource) -> str:
        name = resource.properties.get("Name") or generated_name(resource.place, resource.logical_id)
        existing = self.call(resource, "DescribeConfigurationRecorders")["ConfigurationRecorders"]
        # The operation itself would change a recorder of the same name, which is not this stack's to change.
        if any(recorder["name"] == name for recorder in existing):
            raise _recorder_exists(name)
        self._put(resource, name)
        return str(name)

    def settle(self, resource: StackResource) -> None:
        try:
            self.call(resource, "StartConfigurationRecorder", ConfigurationRecorderName=resource.physical_id)
        except ClientError as error:
            if error_code(error) != "NoAvailableDeliveryChannelException":
                raise
            raise NotReady(self.explain(error)) from None

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        self._put(resource, resource.physical_id)

    def delete(self, resource: StackResource) -> None:
        for operation in ("StopConfigurationRecorder", "DeleteConfigurationRecorder"):
            _unless_gone(self, resource, operation, ConfigurationRecorderName=resource.physical_id)

    def _put(self, resource: StackResource, name: str) -> None:
        recorder = lower_camel({key: item for key, item in resource.properties.items() if key != "Name"})
        # The one name that is not merely lower camel case.
        recorder = {**recorder, "roleARN": resource.properties.get("RoleARN"), "name": name}
        self.call(resource, "PutConfigurationRecorder", ConfigurationRecorder=recorder)


class DeliveryChannel(ConfigType):
    name = "AWS::Config::DeliveryChannel"
    immutable = frozenset({"Name"})
    required = frozenset({"S3BucketName"})

    def create(self, resource: StackResource) -> str:
        name = str(resource.properties.get("Name") or generated_name(resource.place, resource.logical_id))
        try:
            self._put(resource, name)
        except ClientError as error:
            if error_code(error) != "NoAvailableConfigurationRecorderException":
                raise
            raise NotReady(self.explain(error)) from None
        return name

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        self._put(resource, resource.physical_id)

    def delete(self, resource: StackResource) -> None:
        try:
            _unless_gone(self, resource, "DeleteDeliveryChannel", DeliveryChannelName=resource.physical_id)
        except ClientError as error:
            if error_code(error) != "LastDeliveryChannelDeleteFailedException":
                raise
            raise NotReady(self.explain(error)) from None

    def _put(self, resource: StackResource, name: str) -> None:
        self.call(resource, "PutDeliveryChannel", DeliveryChannel={**lower_camel(resource.properties), "name": name})


class AggregationAuthorization(ConfigType):
    name = "AWS::Config::AggregationAuthorization"
    immutable = frozenset({"AuthorizedAccountId", "AuthorizedAwsRegion"})
    required = immutable

    def create(self, resource: StackResource) -> str:
        made = self.call(
            resource, "PutAggregationAuthorization", **self._key(resource), Tags=resource.properties.get("Tags")
        )
        return str(made["AggregationAuthorization"]["AggregationAuthorizationArn"])

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        """Only tags can have changed, and the operation takes those at creation only."""

    def delete(self, resource: StackResource) -> None:
        self.call(resource, "DeleteAggregationAuthorization", **self._key(resource))

    def attributes(self, resource: StackResource) -> dict[str, Any]:
        return {"AggregationAuthorizationArn": resource.physical_id}

    def _key(self, resource: StackResource) -> dict[str, Any]:
        return {name: resource.properties.get(name) for name in self.immutable}


class ConfigRule(ConfigType):
    name = "AWS::Config::ConfigRule"
    immutable = frozenset({"ConfigRuleName"})
    required = frozenset({"Source"})

    def create(self, resource: StackResource) -> str:
        name = str(resource.properties.get("ConfigRuleName") or generated_name(resource.place, resource.logical_id))
        self._put(resource, name)
        return name

    def update(self, resource: StackResource, old: dict[str, Any]) -> None:
        self._put(resource, resource.physical_id)

    def delete(self, resource: StackResource) -> None:
        _unless_gone(self, resource, "DeleteConfigRule", ConfigRuleName=resource.physical_id)

    def attributes(self, resource: StackResource) -> dict[str, Any]:
        found = self.call(resource, "DescribeConfigRules", ConfigRuleNames=[resource.physical_id])["ConfigRules"][0]
        return {"Arn": found["ConfigRuleArn"], "ConfigRuleId": found["ConfigRuleId"]}

    def _put(self, resource: StackResource, name: str) -> None:
        rule = {key: item for key, item in resource.properties.items() if key not in ("Compliance", "Tags")}
        inputs = rule.get("InputParameters")
        if isinstance(inputs, dict):
            rule["InputParameters"] = json.dumps({key: as_text(item) for key, item in inputs.items()})
        self.call(
            resource, "PutConfigRule", ConfigRule={**rule, "ConfigRuleName": name}, Tags=resource.properties.get("Tags")
        )


def _recorder_exists(name: str) -> ClientError:
    message = (
        f"Failed to put configuration recorder '{name}' because the maximum number of configuration recorders: 1 is "
        "reached."
    )
    code = "MaxNumberOfConfigurationRecordersExceededException"
    answer: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    return ClientError(answer, "PutConfigurationRecorder")


def _unless_gone(kind: ResourceType, resource: StackResource, operation: str, **parameters: Any) -> None:
    try:
        kind.call(resource, operation, **parameters)
    except ClientError as error:
        if not error_code(error).startswith("NoSuch"):
            raise


CONFIG_TYPES: list[type[ResourceType]] = [AggregationAuthorization, ConfigRule, ConfigurationRecorder, DeliveryChannel]
