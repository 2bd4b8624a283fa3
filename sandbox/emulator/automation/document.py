"""The Automation document that an execution runs, its own account's or one that another account shares.

https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html
"""

from dataclasses import dataclass
from typing import Any

from moto.ssm.models import ssm_backends

from ..extension import ServiceError
from .parameters import refused

ACTIONS = ("aws:assertAwsResourceProperty", "aws:branch", "aws:executeAwsApi", "aws:executeScript")


@dataclass(frozen=True)
class RunnableDocument:
    name: str
    version: str
    parameters: dict[str, dict[str, Any]]
    steps: list[dict[str, Any]]
    outputs: list[str]
    assume_role: str | None


def find_document(account: str, region: str, name: str, version: str | None) -> RunnableDocument:
    """By name, or by ARN where another account shares it. Raises what StartAutomationExecution answers."""
    owner, short = account, name
    if name.startswith("arn:"):
        parts = name.split(":")
        owner, short = parts[4], parts[5].split("/")[-1]
    documents = ssm_backends[owner][region]._documents.get(short)
    if documents is None or not (owner == account or _is_shared(documents, account)):
        raise ServiceError(
            "AutomationDefinitionNotFoundException", f"Automation Document {name} could not be found or is not shared."
        )
    wanted = {None: documents.default_version, "$DEFAULT": documents.default_version}.get(version, version)
    wanted = documents.latest_version if wanted == "$LATEST" else wanted
    document = documents.versions.get(wanted)
    if document is None:
        raise ServiceError(
            "AutomationDefinitionVersionNotFoundException", f"Automation Document {name} has no version {version}."
        )
    if document.document_type != "Automation":
        raise ServiceError("AutomationDefinitionNotFoundException", f"The document {name} is no Automation document.")
    content = document.content_json
    _check_steps(content["mainSteps"])
    return RunnableDocument(
        name=name,
        version=str(wanted),
        parameters=content.get("parameters") or {},
        steps=content["mainSteps"],
        outputs=content.get("outputs") or [],
        assume_role=content.get("assumeRole"),
    )


def _is_shared(documents: Any, account: str) -> bool:
    return any(shared in documents.permissions for shared in (account, "All", "all"))


def _check_steps(steps: list[dict[str, Any]]) -> None:
    """What the emulator cannot run is refused at once, not in the middle of an execution that did half of it."""
    names = [step["name"] for step in steps]
    for step in steps:
        if step["action"] not in ACTIONS:
            raise refused(f"The emulator runs no steps of {step['action']}, which {step['name']} is.")
        choices = (step.get("inputs") or {}).get("Choices") or []
        targets = [choice["NextStep"] for choice in choices] + [step.get("nextStep")]
        if on_failure := str(step.get("onFailure") or ""):
            targets.append(on_failure.removeprefix("step:") if on_failure.startswith("step:") else None)
        if unknown := [target for target in targets if target and target not in names]:
            raise refused(f"The step {step['name']} leads to {unknown[0]}, which the document does not have.")
