/** Everything that an estimate rests on, in words: an estimate that hides its assumptions is a guess. */
import type { DeploymentPlan } from "../plan/plan.ts";
import type { PackCost } from "./estimate.ts";
import type { Uncertainty } from "./evaluations.ts";
import { formatCount, formatRange } from "./format.ts";
import type { Prices } from "./prices.ts";
import { type UsageProfile, USAGE_FILE } from "./usage.ts";

/** One sentence each, always in the same order. */
export function assumptionsOf(
    plan: DeploymentPlan,
    usage: UsageProfile,
    prices: Prices,
    packs: readonly PackCost[],
    recordedTypes: number,
): string[] {
    const overridden = usage.prices[plan.region] !== undefined;
    const organization = plan.packs.some(({ target }) => target === "organization");
    const { continuous, daily } = prices.configurationItem;
    const named = Object.keys(usage.resources).length;
    return [
        overridden
            ? `Prices of ${plan.region} are those of ${USAGE_FILE}, for what it leaves out those of us-east-1 in ${prices.date}.`
            : `Prices are those of us-east-1 in ${prices.date}, whatever the region; ${USAGE_FILE} overrides them.`,
        `A configuration item costs ${usd(continuous)} where recording is continuous, ${usd(daily)} where it is daily.`,
        `An evaluation by a pack costs ${bandsInWords(prices)}, per account, region and month.`,
        `A resource changes ${formatRange(usage.changesPerResourceAndDay)} times a day.`,
        `There are ${formatRange(usage.defaultResources)} resources of each type in an account and region` +
            (named === 0 ? "." : `, except for the ${formatCount(named, "type")} that ${USAGE_FILE} counts.`),
        ...(organization ? [`An organization pack reaches ${formatRange(usage.accounts)} accounts.`] : []),
        ...(usage.regions > 1 ? [`${usage.regions} regions have a stack like this one.`] : []),
        recordingAssumption(plan, recordedTypes),
        ...uncertainties(packs),
        ...(plan.historyQueries === undefined
            ? []
            : [
                  "Athena charges for each terabyte that queries read, which is not included; a query ends at " +
                      `${(plan.historyQueries.bytesScannedCutoffPerQuery / 1_048_576).toLocaleString("en")} MB.`,
              ]),
        "A change-triggered rule is evaluated at each change, a periodic one for each resource at each run, a month has 365/12 days.",
        "Not included: S3, KMS, SNS, CloudTrail, Lambda, Systems Manager, tax, and the first evaluation of what exists.",
    ];
}

function recordingAssumption(plan: DeploymentPlan, types: number): string {
    return plan.recorder.mode === "use"
        ? "Recording is managed and paid for elsewhere; it is taken to be complete."
        : `${formatCount(types, "resource type")} count as recorded: those that ${USAGE_FILE}, the rules or the recorder name. ` +
              "Others that exist cost extra.";
}

/** What such rules are called, and what the estimate makes of them. */
const IN_WORDS: Readonly<Record<Uncertainty, readonly [title: string, text: string]>> = {
    condition: ["Rules under a condition", "the lower end leaves them out"],
    custom: ["Custom rules", "the lower end leaves them out"],
    "unknown-rule": ["Rules that are not in the catalogue of managed rules", "the lower end leaves them out"],
    "unknown-types": [
        "Rules on the account or on a type that is not known",
        "from one resource to as many as there are of a type",
    ],
    "process-check": ["Process checks", "nothing evaluates them by itself"],
    "not-recorded": ["Rules on types that are not recorded here", "never evaluated"],
};

function uncertainties(packs: readonly PackCost[]): string[] {
    const all = packs.flatMap(({ rules }) => rules);
    return (Object.keys(IN_WORDS) as Uncertainty[]).flatMap((kind) => {
        const count = all.filter(({ uncertain }) => uncertain.includes(kind)).length;
        const [title, text] = IN_WORDS[kind];
        return count === 0 ? [] : [`${title} (${count} of ${all.length}): ${text}.`];
    });
}

function bandsInWords({ packEvaluation }: Prices): string {
    return packEvaluation
        .map(({ upTo, price }) =>
            upTo === undefined ? usd(price) : `${usd(price)} up to ${upTo.toLocaleString("en")}`,
        )
        .join(", then ");
}

/** A unit price, with all its digits. */
function usd(price: number): string {
    return `USD ${price.toLocaleString("en", { maximumFractionDigits: 8 })}`;
}
