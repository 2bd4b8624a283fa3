"""The automation role of a remediation that came with an organization's pack.

One template goes to every account, and names the role in the management account; AWS Config puts the ID of each member
in the ID's place. https://docs.aws.amazon.com/config/latest/developerguide/conformance-pack-organization-apis.html
"""

from typing import Any

from moto.config.models import ConfigBackend

from ..organizations.membership import membership_of

ROLE_PARAMETER = "AutomationAssumeRole"


def with_own_role(properties: dict[str, Any], backend: ConfigBackend) -> dict[str, Any]:
    """The remediation's properties, with the role of the account that the pack is deployed to."""
    membership = membership_of(backend.account_id, backend.region_name)
    given = (properties.get("Parameters") or {}).get(ROLE_PARAMETER) or {}
    if membership is None or "StaticValue" not in given:
        return properties
    management, own = f"::{membership.management_account}:", f"::{backend.account_id}:"
    values = [str(value).replace(management, own, 1) for value in given["StaticValue"]["Values"]]
    parameters = {**properties["Parameters"], ROLE_PARAMETER: {"StaticValue": {"Values": values}}}
    return {**properties, "Parameters": parameters}
