"""The operations on an account's conformance packs.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html
"""

import re
from typing import Any

from moto.config import models
from moto.config.models import ConfigBackend, config_backends
from moto.config.responses import ConfigResponse

from ..extension import ServiceError, operation, page, parameters
from ..iam.service_linked_roles import role_usage
from ..template.conformance_pack_template import ConformancePackTemplate
from ..template.fault import TemplateFault
from ..template.template_source import check_body, read_from_s3, read_from_ssm
from .config_rule import PACKS_SERVICE, invalid
from .conformance_pack import ConformancePack, delete_pack, packs, put_pack

INPUT_PARAMETERS = 60
NAME_LENGTH = 256


@operation(ConfigResponse)
def put_conformance_pack(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.config_backend
    name = check_name(request.get("ConformancePackName"), "conformancePackName", NAME_LENGTH)
    if request.get("Source") or request.get("Scope"):
        raise ServiceError(
            "UnknownOperationException", "The emulator has no managed conformance packs (Source) and no pack scopes."
        )
    template = compile_template(_template_text(request, backend), request, "ConformancePackTemplateValidationException")
    _refuse_owned(packs(backend).get(name))
    pack = put_pack(
        backend,
        name,
        template,
        delivery=delivery_of(request),
        input_parameters=request.get("ConformancePackInputParameters"),
        template_document=request.get("TemplateSSMDocumentDetails"),
        tags=models.validate_tags(request.get("Tags") or []),
    )
    return {"ConformancePackArn": pack.arn}


@operation(ConfigResponse)
def delete_conformance_pack(response: ConfigResponse) -> None:
    backend = response.config_backend
    pack = find_pack(backend, parameters(response).get("ConformancePackName"))
    _refuse_owned(pack)
    delete_pack(backend, pack)


@operation(ConfigResponse)
def describe_conformance_packs(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    names = request.get("ConformancePackNames") or []
    backend = response.config_backend
    found = [find_pack(backend, name) for name in names] if names else _sorted_packs(backend)
    shown = page([_details(pack) for pack in found], request, 20)
    return {"ConformancePackDetails": shown.pop("items"), **shown}


@operation(ConfigResponse)
def describe_conformance_pack_status(response: ConfigResponse) -> dict[str, Any]:
    """A name that is not there is left out, not an error: the operation's model has none for it."""
    request = parameters(response)
    names = request.get("ConformancePackNames") or []
    found = [pack for pack in _sorted_packs(response.config_backend) if not names or pack.name in names]
    shown = page([_status(pack) for pack in found], request, 20)
    return {"ConformancePackStatusDetails": shown.pop("items"), **shown}


def check_name(name: Any, member: str, length: int) -> str:
    if not isinstance(name, str) or not re.fullmatch(r"[a-zA-Z][-a-zA-Z0-9]*", name) or len(name) > length:
        raise ServiceError(
            "ValidationException",
            f"1 validation error detected: Value '{name}' at '{member}' failed to satisfy constraint: Member must "
            f"satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]* and have length less than or equal to {length}",
        )
    return name


def compile_template(text: str, request: dict[str, Any], error_code: str) -> ConformancePackTemplate:
    """The template with the request's parameters; what is wrong with either is one error."""
    given = request.get("ConformancePackInputParameters") or []
    if len(given) > INPUT_PARAMETERS:
        raise invalid(f"At most {INPUT_PARAMETERS} input parameters are allowed; there are {len(given)}.")
    values = {parameter["ParameterName"]: parameter["ParameterValue"] for parameter in given}
    if len(values) < len(given):
        raise invalid("Each input parameter may be given only once.")
    try:
        return ConformancePackTemplate(text, values)
    except TemplateFault as fault:
        raise ServiceError(
            error_code,
            f"Invalid conformance pack template provided. Errors found: [{', '.join(fault.messages)}]. "
            "Fix your template and try again.",
        ) from None


def delivery_of(request: dict[str, Any]) -> dict[str, str]:
    return {key: request[key] for key in ("DeliveryS3Bucket", "DeliveryS3KeyPrefix") if request.get(key)}


def find_pack(backend: ConfigBackend, name: Any) -> ConformancePack:
    pack = packs(backend).get(name)
    if pack is None:
        raise ServiceError(
            "NoSuchConformancePackException", f"You specified one or more conformance packs that do not exist: {name}."
        )
    return pack


def _template_text(request: dict[str, Any], backend: ConfigBackend) -> str:
    sources = ("TemplateBody", "TemplateS3Uri", "TemplateSSMDocumentDetails")
    given = [source for source in sources if request.get(source)]
    if len(given) != 1:
        raise invalid(f"Exactly one of {', '.join(sources)} must be given; given are: {', '.join(given) or 'none'}.")
    if given == ["TemplateBody"]:
        return check_body(request["TemplateBody"])
    if given == ["TemplateS3Uri"]:
        return read_from_s3(request["TemplateS3Uri"], backend.account_id, backend.region_name)
    return read_from_ssm(request["TemplateSSMDocumentDetails"], backend.account_id, backend.region_name)


def _refuse_owned(pack: ConformancePack | None) -> None:
    if pack is not None and pack.created_by:
        raise ServiceError(
            "InsufficientPermissionsException",
            f"The conformance pack {pack.name} was created by {pack.created_by}; it is changed where it came from.",
        )


def _sorted_packs(backend: ConfigBackend) -> list[ConformancePack]:
    return sorted(packs(backend).values(), key=lambda pack: pack.name)


def _details(pack: ConformancePack) -> dict[str, Any]:
    details: dict[str, Any] = {
        "ConformancePackName": pack.name,
        "ConformancePackArn": pack.arn,
        "ConformancePackId": pack.id,
        **pack.delivery,
        "ConformancePackInputParameters": pack.input_parameters,
        "LastUpdateRequestedTime": pack.requested,
        "Type": "CUSTOM",
    }
    if pack.created_by:
        details["CreatedBy"] = pack.created_by
    if pack.template_document:
        details["TemplateSSMDocumentDetails"] = pack.template_document
    return details


def _status(pack: ConformancePack) -> dict[str, Any]:
    status: dict[str, Any] = {
        "ConformancePackName": pack.name,
        "ConformancePackId": pack.id,
        "ConformancePackArn": pack.arn,
        "ConformancePackState": pack.status,
        "StackArn": pack.stack_arn,
        "LastUpdateRequestedTime": pack.requested,
        "Type": "CUSTOM",
    }
    if pack.reason:
        status["ConformancePackStatusReason"] = pack.reason
    if pack.completed:
        status["LastUpdateCompletedTime"] = pack.completed
    return status


def _packs_of_account(account: str) -> list[str]:
    return [pack.arn for backend in list(config_backends[account].values()) for pack in packs(backend).values()]


role_usage[PACKS_SERVICE] = _packs_of_account
