"""``aws:executeAwsApi`` and ``aws:assertAwsResourceProperty``: one call of an AWS operation as the execution's role.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html
"""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from ..cloudformation.service_client import coerced
from .failure import CALLING, RESOLVING, StepFailure
from .outputs import MISSING, select
from .session import RoleSession

#: Inputs that are about the step, and no parameters of the operation.
OWN_INPUTS = ("Service", "Api", "PropertySelector", "DesiredValues")

PERMISSION_CODES = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")


def call_api(session: RoleSession, inputs: dict[str, Any]) -> dict[str, Any]:
    """The operation's answer, as JSON has it. Raises StepFailure."""
    service, api = str(inputs["Service"]), str(inputs["Api"])
    parameters = {key: value for key, value in inputs.items() if key not in OWN_INPUTS}
    try:
        client = session.client(service)
        operation = _operation(client, api)
        shape = client.meta.service_model.operation_model(operation).input_shape
        methods = client.meta.method_to_api_mapping
        method = next(python for python, name in methods.items() if name == operation)
        answer = getattr(client, method)(**coerced(shape, parameters))
    except ClientError as error:
        code, text = error.response["Error"]["Code"], error.response["Error"]["Message"]
        # Without what botocore says of its retries, which are not Automation's.
        reason = f"An error occurred ({code}) when calling the {error.operation_name} operation: {text}"
        raise StepFailure(CALLING, reason, "Permission" if code in PERMISSION_CODES else "Action") from error
    except BotoCoreError as error:
        raise StepFailure(CALLING, str(error)) from error
    answer.pop("ResponseMetadata", None)
    described: dict[str, Any] = json.loads(json.dumps(answer, default=str))
    return described


def assert_property(session: RoleSession, inputs: dict[str, Any]) -> dict[str, Any]:
    """Fails unless what the selector finds is one of the desired values, compared as Python writes them: True."""
    answer = call_api(session, inputs)
    found = select(str(inputs["PropertySelector"]), answer)
    values = found if isinstance(found, list) else [found]
    desired = [str(value) for value in inputs["DesiredValues"]]
    if found is MISSING or not values or any(str(value) not in desired for value in values):
        shown = "" if found is MISSING else ", ".join(str(value) for value in values)
        reason = f"Property value from the API output is [{shown}], which is not in desired values {desired}"
        raise StepFailure(CALLING, reason, "Verification")
    return answer


def _operation(client: Any, api: str) -> str:
    """The operation's name, given as in the API (DescribeImages) or as boto3 has it (describe_images)."""
    methods: dict[str, str] = client.meta.method_to_api_mapping
    if api in methods.values():
        return api
    if api in methods:
        return methods[api]
    raise StepFailure(RESOLVING, f"{client.meta.service_model.service_name} has no API {api}")
