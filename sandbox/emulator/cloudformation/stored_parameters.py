"""Parameters of a stack that name a parameter of Systems Manager, whose value is fetched as the stack is made or changed.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
"""

import re
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.ssm.models import ssm_backends

from .stack_resource import Place

STORED = re.compile(r"AWS::SSM::Parameter::Value<(List<.+>|CommaDelimitedList|.+)>")


def fetch(declared: dict[str, Any], values: dict[str, Any], place: Place) -> dict[str, Any]:
    """The values, with what is stored in the place's own account and region; raises in AWS's words where it is not there."""
    fetched, missing = dict(values), []
    backend = ssm_backends[place.account][place.region]
    for name, declaration in declared.items():
        kind = STORED.fullmatch(str(declaration["Type"]))
        if kind is None or name not in values:
            continue
        found = backend.get_parameter(str(values[name]))
        if found is None:
            missing.append(str(values[name]))
        else:
            is_list = kind[1].startswith("List<") or kind[1] == "CommaDelimitedList"
            fetched[name] = found.value.split(",") if is_list else found.value
    if missing:
        raise ValidationError(
            message=f"Unable to fetch parameters [{','.join(missing)}] from parameter store for this account."
        )
    return fetched
