/** What AWS Config accepts of aggregators: https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html */
import type { Findings, PlanInput } from "./context.ts";

/** Of an account; more on request. */
export const AGGREGATORS = 50;

/** Not adjustable. */
export const ACCOUNTS_PER_AGGREGATOR = 10_000;

/** Added to or taken from all aggregators; more on request. */
const ACCOUNT_CHANGES_A_WEEK = 1_000;

export function checkAggregators({ settings }: PlanInput, findings: Findings): void {
    const named = Object.entries(settings.aggregators).map(([name, aggregator]) => ({
        name,
        accounts: "organization" in aggregator ? 0 : new Set(aggregator.accounts).size,
    }));
    if (named.length > AGGREGATORS) {
        findings.warning(
            ["aggregators"],
            "many-aggregators",
            `the stack has ${named.length} aggregators; AWS Config accepts ${AGGREGATORS} in an account unless it is asked for more`,
            "ask AWS for a higher quota first, or join aggregators: one reaches 10,000 accounts",
        );
    }
    for (const { name, accounts } of named) {
        if (accounts > ACCOUNTS_PER_AGGREGATOR) {
            findings.error(
                ["aggregators", name, "accounts"],
                "too-many-aggregator-accounts",
                `the aggregator ${name} names ${accounts} accounts; AWS Config accepts ${ACCOUNTS_PER_AGGREGATOR}`,
                "write organization: true where they are its members, or split it into several aggregators",
            );
        }
    }
    const all = named.reduce((sum, { accounts }) => sum + accounts, 0);
    if (all > ACCOUNT_CHANGES_A_WEEK) {
        findings.warning(
            ["aggregators"],
            "many-aggregator-accounts",
            `the aggregators name ${all} accounts; AWS Config adds ${ACCOUNT_CHANGES_A_WEEK} in a week unless it is asked for more`,
            "write organization: true where they are its members, add them week by week, or ask AWS for a higher quota",
        );
    }
}
