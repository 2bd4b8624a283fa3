"""The recorder's recording mode, which moto drops, and the fields that it leaves out of its answers.

https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingMode.html
"""

from typing import Any

from moto.config.models import ConfigBackend, config_backends
from moto.config.responses import ConfigResponse
from moto.utilities.utils import get_partition

from ..extension import ServiceError, now, operation, parameters, state
from ..iam.service_linked_roles import role_usage

CONTINUOUS = "CONTINUOUS"
FREQUENCIES = (CONTINUOUS, "DAILY")
#: Types that are always recorded continuously.
NEVER_DAILY = {
    "AWS::Config::ResourceCompliance",
    "AWS::Config::ConformancePackCompliance",
    "AWS::Config::ConfigurationRecorder",
}
PENDING_SECONDS = 0.3


def recording_modes(backend: ConfigBackend) -> dict[str, dict[str, Any]]:
    return state(backend, "recording_modes", dict[str, dict[str, Any]])


def arn(backend: ConfigBackend, name: str) -> str:
    partition = get_partition(backend.region_name)
    return f"arn:{partition}:config:{backend.region_name}:{backend.account_id}:configuration-recorder/{name}"


@operation(ConfigResponse)
def put_configuration_recorder(response: ConfigResponse) -> None:
    recorder = parameters(response).get("ConfigurationRecorder") or {}
    backend = response.config_backend
    if not recorder.get("roleARN"):
        raise ServiceError(
            "InvalidRoleException", "You have provided a null or empty Amazon Resource Name (ARN) for the IAM role."
        )
    mode = recorder.get("recordingMode")
    if mode:
        _check_mode(backend, mode, recorder.get("recordingGroup") or {})
    _normalize_strategy(recorder)
    backend.put_configuration_recorder(recorder)
    recording_modes(backend)[recorder["name"]] = mode or {"recordingFrequency": CONTINUOUS}


def _normalize_strategy(recorder: dict[str, Any]) -> None:
    # SDKs may send the empty lists of the strategies that are not in use.
    group = recorder.get("recordingGroup")
    if (
        group
        and not (group.get("exclusionByResourceTypes") or {}).get("resourceTypes")
        and (group.get("recordingStrategy") or {}).get("useOnly") != "EXCLUSION_BY_RESOURCE_TYPES"
    ):
        group.pop("exclusionByResourceTypes", None)


def _check_mode(backend: ConfigBackend, mode: dict[str, Any], group: dict[str, Any]) -> None:
    overrides = mode.get("recordingModeOverrides") or []
    if len(overrides) > 1:
        raise ServiceError(
            "ValidationException",
            "1 validation error detected: Value at 'configurationRecorder.recordingMode.recordingModeOverrides' "
            "failed to satisfy constraint: Member must have length less than or equal to 1",
        )
    for part, path in [(mode, "recordingMode"), *((o, "recordingMode.recordingModeOverrides") for o in overrides)]:
        if part.get("recordingFrequency") not in FREQUENCIES:
            raise ServiceError(
                "ValidationException",
                f"1 validation error detected: Value '{part.get('recordingFrequency')}' at 'configurationRecorder."
                f"{path}.recordingFrequency' failed to satisfy constraint: Member must satisfy enum value set: "
                f"[{', '.join(FREQUENCIES)}]",
            )
    for override in overrides:
        types = override.get("resourceTypes") or []
        if not types:
            raise ServiceError("InvalidRecordingGroupException", "A recording mode override needs resource types.")
        backend._validate_resource_types(types)
        _refuse_daily(override["recordingFrequency"], types)
    overridden = {t for o in overrides for t in o["resourceTypes"]}
    _refuse_daily(mode["recordingFrequency"], [t for t in group.get("resourceTypes") or [] if t not in overridden])


def _refuse_daily(frequency: str, types: list[str]) -> None:
    refused = sorted(NEVER_DAILY.intersection(types))
    if frequency != CONTINUOUS and refused:
        raise ServiceError(
            "InvalidRecordingGroupException", f"Daily recording cannot be specified for: {', '.join(refused)}."
        )


@operation(ConfigResponse)
def describe_configuration_recorders(response: ConfigResponse) -> dict[str, Any]:
    backend = response.config_backend
    modes = recording_modes(backend)
    recorders = []
    for recorder in backend.describe_configuration_recorders(_names(response)):
        recorder.pop("status", None)
        name = recorder["name"]
        mode = modes.get(name, {"recordingFrequency": CONTINUOUS})
        recorders.append({**recorder, "arn": arn(backend, name), "recordingMode": mode, "recordingScope": "PAID"})
    return {"ConfigurationRecorders": recorders}


@operation(ConfigResponse)
def describe_configuration_recorder_status(response: ConfigResponse) -> dict[str, Any]:
    backend = response.config_backend
    statuses = backend.describe_configuration_recorder_status(_names(response))
    for status in statuses:
        status["arn"] = arn(backend, status["name"])
        if status.get("lastStatus") == "PENDING" and now() - status["lastStartTime"] > PENDING_SECONDS:
            status["lastStatus"] = "SUCCESS"
    return {"ConfigurationRecordersStatus": statuses}


@operation(ConfigResponse)
def delete_configuration_recorder(response: ConfigResponse) -> None:
    name = parameters(response).get("ConfigurationRecorderName") or ""
    response.config_backend.delete_configuration_recorder(name)
    recording_modes(response.config_backend).pop(name, None)


def _names(response: ConfigResponse) -> list[str]:
    request = parameters(response)
    names: list[str] = request.get("ConfigurationRecorderNames") or []
    # By ARN as well as by name, but not both at once.
    if request.get("Arn"):
        names = [request["Arn"].split("/")[-1]]
    return names


def _recorders_using_role(account: str) -> list[str]:
    ending = ":role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    return [
        arn(backend, name)
        for backend in list(config_backends[account].values())
        for name, recorder in backend.recorders.items()
        if recorder.role_arn.endswith(ending)
    ]


role_usage["config.amazonaws.com"] = _recorders_using_role
