"""Tags of alarms, which go with the alarm; moto keeps them for the next one of the same name.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
"""

from typing import Any

from moto.cloudwatch.models import CloudWatchBackend

_moto_delete: Any = CloudWatchBackend.delete_alarms


def _delete_alarms(self: Any, alarm_names: list[str]) -> None:
    arns = [self.alarms[name].alarm_arn for name in alarm_names if name in self.alarms]
    _moto_delete(self, alarm_names)
    for arn in arns:
        self.tagger.delete_all_tags_for_resource(arn)


def install() -> None:
    backend: Any = CloudWatchBackend
    backend.delete_alarms = _delete_alarms


install()
