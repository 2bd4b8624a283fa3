"""The text of a template as plain data, CloudFormation's short tags (`!Ref`) spelt out.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from typing import Any

import yaml

from .fault import TemplateFault

# libyaml where the platform's wheel has it: an order of magnitude faster.
_BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

TIMESTAMP = "tag:yaml.org,2002:timestamp"


class TemplateLoader(_BaseLoader):  # type: ignore[misc]
    """YAML as CloudFormation reads it: short tags, and dates stay text (`AWSTemplateFormatVersion: 2010-09-09`)."""


TemplateLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != TIMESTAMP]
    for first, resolvers in _BaseLoader.yaml_implicit_resolvers.items()
}


def _construct_short_tag(loader: Any, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


TemplateLoader.add_multi_constructor("!", _construct_short_tag)


def parse_template(text: str) -> dict[str, Any]:
    """Raises TemplateFault for text that is not YAML (or JSON, which YAML includes), or no mapping."""
    try:
        document = yaml.load(text, Loader=TemplateLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise TemplateFault([f"Template format error: YAML not well-formed.{place}"]) from None
    except RecursionError:
        raise TemplateFault(["Template format error: nested too deeply."]) from None
    if not isinstance(document, dict):
        raise TemplateFault(["Template format error: unsupported structure."])
    return document
