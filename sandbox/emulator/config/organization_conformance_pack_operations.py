"""The operations on organization conformance packs.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html
"""

import re
from typing import Any

from moto.config import models
from moto.config.models import ConfigBackend, config_backends
from moto.config.responses import ConfigResponse
from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

from ..extension import ServiceError, operation, page, parameters
from ..iam.service_linked_roles import ensure_service_linked_role, role_usage
from ..organizations.membership import Membership, membership_of
from ..template.template_source import check_body, read_from_s3
from .conformance_pack_operations import check_name, compile_template, delivery_of
from .organization_conformance_pack import (
    SETUP_SERVICE,
    OrganizationConformancePack,
    describe_member,
    organization_packs,
    roll_out,
    take_away,
)

PACKS_PER_ORGANIZATION = 50
EXCLUDED_ACCOUNTS = 1000
NAME_LENGTH = 128
DELIVERY_BUCKET_PREFIX = "awsconfigconforms"


@operation(ConfigResponse)
def put_organization_conformance_pack(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.config_backend
    membership = check_access(response)
    name = check_name(request.get("OrganizationConformancePackName"), "organizationConformancePackName", NAME_LENGTH)
    excluded = check_excluded(request.get("ExcludedAccounts") or [])
    delivery = delivery_of(request)
    if not delivery.get("DeliveryS3Bucket", DELIVERY_BUCKET_PREFIX).startswith(DELIVERY_BUCKET_PREFIX):
        raise validation(f"The name of a delivery bucket must begin with {DELIVERY_BUCKET_PREFIX}.")
    error_code = "OrganizationConformancePackTemplateValidationException"
    template = compile_template(_template_text(request, backend), request, error_code)
    pack = organization_packs(backend).get(name)
    if pack and pack.in_progress:
        raise _in_use(pack)
    verb = "UPDATE" if pack else "CREATE"
    if pack is None:
        if len(organization_packs(backend)) >= PACKS_PER_ORGANIZATION:
            raise ServiceError(
                "MaxNumberOfOrganizationConformancePacksExceededException",
                f"The maximum number of organization conformance packs, {PACKS_PER_ORGANIZATION}, is reached.",
            )
        unique = f"{name}-{mock_random.get_random_string(length=8, lower_case=True, include_digits=True)}"
        place = f"{get_partition(backend.region_name)}:config:{backend.region_name}:{backend.account_id}"
        pack = OrganizationConformancePack(
            name=name,
            unique_name=unique,
            arn=f"arn:{place}:organization-conformance-pack/{unique}",
            membership=membership,
            tags=models.validate_tags(request.get("Tags") or []),
            template=template,
            delivery=delivery,
            input_parameters=[],
            excluded_accounts=excluded,
        )
        organization_packs(backend)[name] = pack
    membership.enable_service_access(SETUP_SERVICE)
    ensure_service_linked_role(backend.account_id, backend.region_name, SETUP_SERVICE)
    pack.template, pack.delivery, pack.excluded_accounts = template, delivery, excluded
    pack.input_parameters = request.get("ConformancePackInputParameters") or []
    roll_out(backend, pack, verb)
    return {"OrganizationConformancePackArn": pack.arn}


@operation(ConfigResponse)
def describe_organization_conformance_packs(response: ConfigResponse) -> dict[str, Any]:
    check_access(response)
    request = parameters(response)
    shown = page([_details(pack) for pack in _named_packs(response.config_backend, request)], request, 100)
    return {"OrganizationConformancePacks": shown.pop("items"), **shown}


@operation(ConfigResponse)
def describe_organization_conformance_pack_statuses(response: ConfigResponse) -> dict[str, Any]:
    check_access(response)
    request = parameters(response)
    statuses = []
    for pack in _named_packs(response.config_backend, request):
        status: dict[str, Any] = {
            "OrganizationConformancePackName": pack.name,
            "Status": pack.status,
            "LastUpdateTime": pack.updated,
        }
        if pack.error_code:
            status |= {"ErrorCode": pack.error_code, "ErrorMessage": pack.error_message}
        statuses.append(status)
    shown = page(statuses, request, 100)
    return {"OrganizationConformancePackStatuses": shown.pop("items"), **shown}


@operation(ConfigResponse)
def get_organization_conformance_pack_detailed_status(response: ConfigResponse) -> dict[str, Any]:
    check_access(response)
    request = parameters(response)
    pack = _find(response.config_backend, request.get("OrganizationConformancePackName"))
    filters = request.get("Filters") or {}
    members = [
        describe_member(pack, account, member)
        for account, member in sorted(pack.members.items())
        if filters.get("AccountId", account) == account and filters.get("Status", member.status) == member.status
    ]
    shown = page(members, request, 100)
    return {"OrganizationConformancePackDetailedStatuses": shown.pop("items"), **shown}


@operation(ConfigResponse)
def delete_organization_conformance_pack(response: ConfigResponse) -> None:
    check_access(response)
    backend = response.config_backend
    pack = _find(backend, parameters(response).get("OrganizationConformancePackName"))
    if pack.in_progress:
        raise _in_use(pack)
    take_away(backend, pack)


def check_access(response: ConfigResponse) -> Membership:
    """Only the management account, or a delegated administrator, of an organization with all features."""
    membership = membership_of(response.current_account, response.region)
    if membership is None:
        # The Terraform provider takes this text for "not found", organization_conformance_pack.go.
        raise ServiceError(
            "OrganizationAccessDeniedException",
            "This action can only be made by accounts in an AWS Organization.",
        )
    if membership.management.org is not None and membership.management.org.feature_set != "ALL":
        raise ServiceError(
            "OrganizationAllFeaturesNotEnabledException", "The organization does not have all features enabled."
        )
    if not membership.is_management and SETUP_SERVICE not in membership.delegated_services:
        raise ServiceError(
            "OrganizationAccessDeniedException",
            "This action can be performed only by the organization's management account or by a delegated "
            f"administrator for {SETUP_SERVICE}.",
        )
    return membership


def validation(message: str) -> ServiceError:
    return ServiceError("ValidationException", message)


def _template_text(request: dict[str, Any], backend: ConfigBackend) -> str:
    # Of the two, an account's pack takes only one; here the URI wins.
    if request.get("TemplateS3Uri"):
        return read_from_s3(request["TemplateS3Uri"], backend.account_id, backend.region_name)
    if not request.get("TemplateBody"):
        raise validation("Either TemplateS3Uri or TemplateBody must be given.")
    return check_body(request["TemplateBody"])


def check_excluded(accounts: list[Any]) -> list[str]:
    if len(accounts) > EXCLUDED_ACCOUNTS:
        raise validation(f"At most {EXCLUDED_ACCOUNTS} accounts may be excluded; there are {len(accounts)}.")
    for account in accounts:
        if not re.fullmatch(r"\d{12}", str(account)):
            raise validation(
                f"1 validation error detected: Value '{account}' at 'excludedAccounts' failed to satisfy constraint: "
                r"Member must satisfy regular expression pattern: \d{12}"
            )
    return [str(account) for account in accounts]


def _in_use(pack: OrganizationConformancePack) -> ServiceError:
    return ServiceError(
        "ResourceInUseException",
        f"Organization conformance pack {pack.name} is in the state {pack.status}. Please try again later.",
    )


def _find(backend: ConfigBackend, name: Any) -> OrganizationConformancePack:
    pack = organization_packs(backend).get(name)
    if pack is None:
        raise ServiceError(
            "NoSuchOrganizationConformancePackException",
            "One or more organization conformance packs with specified names are not present. Ensure your names are "
            "correct and try your request again later.",
        )
    return pack


def _named_packs(backend: ConfigBackend, request: dict[str, Any]) -> list[OrganizationConformancePack]:
    names = request.get("OrganizationConformancePackNames") or []
    if names:
        return [_find(backend, name) for name in names]
    return sorted(organization_packs(backend).values(), key=lambda pack: pack.name)


def _details(pack: OrganizationConformancePack) -> dict[str, Any]:
    return {
        "OrganizationConformancePackName": pack.name,
        "OrganizationConformancePackArn": pack.arn,
        **pack.delivery,
        "ConformancePackInputParameters": pack.input_parameters,
        "ExcludedAccounts": pack.excluded_accounts,
        "LastUpdateTime": pack.updated,
    }


def _packs_of_account(account: str) -> list[str]:
    backends = list(config_backends[account].values())
    return [pack.arn for backend in backends for pack in organization_packs(backend).values()]


role_usage[SETUP_SERVICE] = _packs_of_account
