/** Everything that an estimate rests on, in words: an estimate that hides its assumptions is a guess. */
import { joinRegions, regionsInWords } from "../plan/alike-regions.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import { packsOfAllRegions, regionsOf } from "../plan/regions.ts";
import type { PackCost } from "./estimate.ts";
import type { Uncertainty } from "./evaluations.ts";
import { formatCount, formatRange } from "./format.ts";
import { type Prices, pricesOf } from "./prices.ts";
import { type UsageProfile, USAGE_FILE } from "./usage.ts";

/**
 * One sentence each, always in the same order.
 *
 * @param packs of all regions together
 * @param recordedTypes how many types any region is known to record
 */
export function assumptionsOf(
    plan: DeploymentPlan,
    usage: UsageProfile,
    packs: readonly PackCost[],
    recordedTypes: number,
): string[] {
    const organization = packsOfAllRegions(plan).some(({ pack }) => pack.target === "organization");
    const named = Object.keys(usage.resources).length;
    return [
        ...priceAssumptions(plan, usage),
        `A resource changes ${formatRange(usage.changesPerResourceAndDay)} times a day.`,
        `There are ${formatRange(usage.defaultResources)} resources of each type in an account and region` +
            (named === 0 ? "." : `, except for the ${formatCount(named, "type")} that ${USAGE_FILE} counts.`),
        ...(organization ? [`An organization pack reaches ${formatRange(usage.accounts)} accounts.`] : []),
        ...regionAssumptions(plan, usage),
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

/** Regions with the same prices are told together. */
function priceAssumptions(plan: DeploymentPlan, usage: UsageProfile): string[] {
    const names = regionsOf(plan).map(({ region }) => region);
    const priced = joinRegions(
        names.map((region) => ({
            region,
            item: { prices: pricesOf(usage.prices[region]), own: region in usage.prices },
        })),
    );
    return priced.flatMap(({ regions, item: { prices, own } }) => {
        const { continuous, daily } = prices.configurationItem;
        const where = priced.length === 1 ? "" : `In ${regionsInWords(regions, names)}, `;
        const sentence = (text: string): string =>
            where === "" ? text : `${where}${text.charAt(0).toLowerCase()}${text.slice(1)}`;
        return [
            own
                ? `Prices of ${regionsInWords(regions)} are those of ${USAGE_FILE}, for what it leaves out those of us-east-1 in ${prices.date}.`
                : priced.length === 1
                  ? `Prices are those of us-east-1 in ${prices.date}, whatever the region; ${USAGE_FILE} overrides them.`
                  : `Prices of ${regionsInWords(regions)} are those of us-east-1 in ${prices.date}; ${USAGE_FILE} overrides them.`,
            sentence(
                `A configuration item costs ${usd(continuous)} where recording is continuous, ${usd(daily)} where it is daily.`,
            ),
            sentence(`An evaluation by a pack costs ${bandsInWords(prices)}, per account, region and month.`),
        ];
    });
}

function regionAssumptions(plan: DeploymentPlan, usage: UsageProfile): string[] {
    const count = regionsOf(plan).length;
    if (plan.furtherRegions === undefined) {
        return usage.regions > 1 ? [`${usage.regions} regions have a stack like this one.`] : [];
    }
    return [
        `Each of the stack's ${count} regions costs what it has there.` +
            (usage.regions > 1 ? ` The ${usage.regions} regions of ${USAGE_FILE} do not count beside them.` : ""),
    ];
}

function recordingAssumption(plan: DeploymentPlan, types: number): string {
    const regions = regionsOf(plan);
    const elsewhere = regions.filter(({ recorder }) => recorder.mode === "use").map(({ region }) => region);
    if (elsewhere.length === regions.length) {
        return "Recording is managed and paid for elsewhere; it is taken to be complete.";
    }
    return (
        `${formatCount(types, "resource type")} count as recorded: those that ${USAGE_FILE}, the rules or the recorder name. ` +
        "Others that exist cost extra." +
        (elsewhere.length === 0
            ? ""
            : ` In ${regionsInWords(elsewhere)} recording is managed and paid for elsewhere; it is taken to be complete.`)
    );
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
