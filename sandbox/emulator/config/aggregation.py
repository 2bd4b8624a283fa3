"""What an aggregator reaches: accounts and regions, and whether each lets it.

https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from moto.config.models import ConfigAggregator, ConfigBackend, config_backends
from moto.config.responses import ConfigResponse

from ..extension import ServiceError, now, operation, page, parameters
from ..organizations.membership import membership_of


@dataclass(frozen=True)
class AggregatedSource:
    account: str
    region: str
    #: "ACCOUNT" or "ORGANIZATION".
    type: str
    authorized: bool
    backend: ConfigBackend


def find_aggregator(backend: ConfigBackend, name: Any) -> ConfigAggregator:
    aggregator = backend.config_aggregators.get(name)
    if aggregator is None:
        raise ServiceError(
            "NoSuchConfigurationAggregatorException",
            "The configuration aggregator does not exist. Check the configuration aggregator name and try again.",
        )
    return aggregator


def aggregated_sources(backend: ConfigBackend, aggregator: ConfigAggregator) -> Iterator[AggregatedSource]:
    """Every account and region of the aggregator; all regions are those in which an account has a recorder."""
    if source := aggregator.organization_aggregation_source:
        membership = membership_of(backend.account_id, backend.region_name)
        for account in membership.accounts if membership else []:
            yield from _regions(backend, account, source, "ORGANIZATION")
    for accounts in aggregator.account_aggregation_sources or []:
        for account in accounts.account_ids:
            yield from _regions(backend, account, accounts, "ACCOUNT")


def readable_sources(response: ConfigResponse, request: dict[str, Any]) -> Iterator[AggregatedSource]:
    """The sources that the request's aggregator may read, narrowed by the request's filters."""
    backend = response.config_backend
    filters = request.get("Filters") or {}
    for source in aggregated_sources(backend, find_aggregator(backend, request.get("ConfigurationAggregatorName"))):
        matches = filters.get("AccountId", source.account) == source.account
        if source.authorized and matches and filters.get("AwsRegion", source.region) == source.region:
            yield source


def _regions(backend: ConfigBackend, account: str, source: Any, kind: str) -> Iterator[AggregatedSource]:
    backends = config_backends[account]
    regions = source.aws_regions or sorted(region for region, regional in backends.items() if regional.recorders)
    for region in regions:
        target = backends[region]
        asked = f"{backend.account_id}/{backend.region_name}"
        # An account needs nobody's leave for itself, an organization's aggregator none of its members'.
        authorized = kind == "ORGANIZATION" or account == backend.account_id
        yield AggregatedSource(account, region, kind, authorized or asked in target.aggregation_authorizations, target)


@operation(ConfigResponse)
def describe_configuration_aggregator_sources_status(response: ConfigResponse) -> dict[str, Any]:
    request = parameters(response)
    backend = response.config_backend
    statuses: list[dict[str, Any]] = []
    for source in aggregated_sources(backend, find_aggregator(backend, request.get("ConfigurationAggregatorName"))):
        status: dict[str, Any] = {
            "SourceId": source.account,
            "SourceType": source.type,
            "AwsRegion": source.region,
            "LastUpdateStatus": "SUCCEEDED" if source.authorized else "FAILED",
            "LastUpdateTime": now(),
        }
        if not source.authorized:
            status["LastErrorCode"] = "AuthorizationMissing"
            status["LastErrorMessage"] = f"Account {source.account} has not authorized the aggregator."
        statuses.append(status)
    wanted = request.get("UpdateStatus")
    shown = page([s for s in statuses if not wanted or s["LastUpdateStatus"] in wanted], request, 100)
    return {"AggregatedSourceStatusList": shown.pop("items"), **shown}
