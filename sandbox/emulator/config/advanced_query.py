"""Advanced queries over one account and region, and over what an aggregator reaches.

https://docs.aws.amazon.com/config/latest/APIReference/API_SelectAggregateResourceConfig.html
"""

import json
from collections.abc import Iterable
from typing import Any

from moto.config.responses import ConfigResponse

from ..extension import ServiceError, operation, page, parameters
from .advanced_query_evaluation import SCALARS, evaluate
from .advanced_query_syntax import parse
from .aggregation import readable_sources
from .configuration_items import configuration_items

MAX_LENGTH = 4096
MAX_LIMIT = 100
#: Where no limit is given: rows, or groups.
DEFAULT_ROWS = 25
DEFAULT_GROUPS = 500


@operation(ConfigResponse)
def select_resource_config(response: ConfigResponse) -> dict[str, Any]:
    return _answer(parameters(response), configuration_items(response.config_backend))


@operation(ConfigResponse)
def select_aggregate_resource_config(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    # An account that an aggregator names twice, or through the organization as well, is there once.
    sources = {(source.account, source.region): source.backend for source in readable_sources(response, request)}
    items = (item for _, backend in sorted(sources.items()) for item in configuration_items(backend))
    return _answer(request, items)


def _answer(request: dict[str, Any], items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    expression = request.get("Expression") or ""
    if not 1 <= len(expression) <= MAX_LENGTH:
        raise ServiceError("ValidationException", f"The Expression must have 1 to {MAX_LENGTH} characters.")
    limit = request.get("Limit") or request.get("MaxResults") or 0
    if not 0 <= limit <= MAX_LIMIT:
        raise ServiceError("InvalidLimitException", f"The limit {limit} is not between 0 and {MAX_LIMIT}.")
    query = parse(expression)
    rows = [json.dumps(row) for row in evaluate(query, items)]
    shown = page(rows, {**request, "Limit": limit}, DEFAULT_GROUPS if query.aggregates else DEFAULT_ROWS)
    if query.aggregates and query.ordered_by_function:
        # Documented: no pages then.
        shown.pop("NextToken", None)
    names: list[str] = []
    for field in query.select:
        names += SCALARS if field.path == "*" and not field.function else [field.name]
    return {
        "Results": shown.pop("items"),
        "QueryInfo": {"SelectFields": [{"Name": name} for name in names]},
        **shown,
    }
