"""Documents that hold a conformance pack's template; moto takes every document for one that it could run.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html, DocumentType
"""

from typing import Any

from moto.ssm import models
from moto.ssm.exceptions import InvalidDocumentContent
from moto.ssm.models import Document

from ..template.document import parse_template
from ..template.fault import TemplateFault

TEMPLATE_TYPES = ("CloudFormation", "ConformancePackTemplate")
#: A template has no schema version of its own, and Systems Manager gives its documents this one.
SCHEMA_VERSION = {"schemaVersion": "1.0"}

_moto_init = Document.__init__
_moto_validate = models._validate_document_info


def __init__(self: Any, *, content: Any, document_type: str, **others: Any) -> None:
    if document_type not in TEMPLATE_TYPES:
        _moto_init(self, content=content, document_type=document_type, **others)
        return
    try:
        parsed = parse_template(content)
    except TemplateFault:
        raise InvalidDocumentContent("The content for the document is not valid.") from None
    stand_in: Any = SCHEMA_VERSION
    _moto_init(self, content=stand_in, document_type=document_type, **others)
    self.content, self.content_json = content, parsed


def _validate_document_info(*, document_type: str | None, strict: bool = True, **others: Any) -> None:
    _moto_validate(document_type=document_type, strict=strict and document_type not in TEMPLATE_TYPES, **others)


def install() -> None:
    module: Any = models
    module._validate_document_info = _validate_document_info
    document: Any = Document
    document.__init__ = __init__


install()
