/** What a baseline asks for and a plan no longer covers. */
import { canonical } from "../check/repeated-rules.ts";
import { type FollowedRules, follow, isCovered, type PlacedRule } from "../diff/follow.ts";
import type { LostCoverage } from "../diff/lost-coverage.ts";
import { rarerTypes, unrecordedTypes } from "../diff/lost-recording.ts";
import { message, type Words } from "../diff/message.ts";
import { narrowedPack, narrowedRule, type PackReach } from "../diff/narrowed.ts";
import { formatCount } from "../cost/format.ts";
import type { RulePlan } from "../plan/plan.ts";
import type { Path } from "../yaml-source.ts";
import { GLOBAL_TYPES, isRecorded } from "../cost/recording.ts";
import { joinRegions, regionsInWords } from "../plan/alike-regions.ts";
import { looksAtGlobalTypesOnly } from "../plan/global-rules.ts";
import { ownRecorder } from "./recorder.ts";
import { coverageIn, type PackInRegion, type RegionCoverage } from "./region.ts";
import type { CoveredRule, Coverage } from "./schema.ts";

export interface Loss {
    /** Stable, for machines: `lost-rule`, `narrowed-pack`, … */
    readonly code: string;
    /** Where the baseline asks for it. */
    readonly path: Path;
    readonly words: Words;
}

/**
 * One finding for each thing that is lost. A rule that goes on in another pack is not, where it reaches at least the same
 * accounts and resources as often.
 *
 * @param asked what the baseline says
 * @param covered with the input parameters of every rule
 */
export function lostSince(asked: Coverage, covered: Coverage): Loss[] {
    const several = asked.regions.length > 1 || covered.regions.length > 1;
    // A stack with a single region that moves has to cover as much there.
    const pairs = several
        ? asked.regions.filter((region) => covered.regions.includes(region)).map((region) => [region, region] as const)
        : ([[asked.regions[0] ?? "", covered.regions[0] ?? ""]] as const);
    const found = pairs.flatMap(([from, to]) => {
        const others = covered.regions.filter((region) => region !== to).map((region) => coverageIn(covered, region));
        const [old, now] = [coverageIn(asked, from), coverageIn(covered, to)];
        return [...lostRecording(old, now, others), ...lostPacks(old, now, others)].map((item) => ({
            region: from,
            item,
        }));
    });
    return [
        ...lostRegions(asked, covered),
        ...(several
            ? joinRegions(found).map(({ regions, item }) => ({
                  ...item,
                  words: [...item.words, " in ", { code: regionsInWords(regions, asked.regions) }],
              }))
            : found.map(({ item }) => item)),
    ];
}

function lostRegions({ regions: asked }: Coverage, { regions: covered }: Coverage): Loss[] {
    return asked.flatMap((region, index) =>
        covered.includes(region)
            ? []
            : [
                  {
                      code: "lost-region",
                      path: ["regions", index],
                      words: message`${region} is no longer covered: the stack deploys to ${covered.join(", ")}`,
                  },
              ],
    );
}

function lostRecording(
    { recorder: askedRecorder }: RegionCoverage,
    { recorder: coveredRecorder }: RegionCoverage,
    others: readonly RegionCoverage[],
): Loss[] {
    if (askedRecorder === undefined) {
        return [];
    }
    const { recording: asked, path: root } = askedRecorder;
    if (coveredRecorder === undefined) {
        return [
            {
                code: "lost-recorder",
                path: root,
                words: ["the stack no longer manages the recorder, and deletes its own"],
            },
        ];
    }
    const covered = coveredRecorder.recording;
    const [old, now] = [ownRecorder(asked), ownRecorder(covered)];
    const elsewhere = others.flatMap(({ recorder }) =>
        recorder === undefined ? [] : [ownRecorder(recorder.recording)],
    );
    // What an account has once has to be recorded in one region only.
    const isRecordedElsewhere = (type: string): boolean =>
        GLOBAL_TYPES.has(type) && elsewhere.some((recorder) => isRecorded(type, recorder));
    const found = unrecordedTypes(old, now);
    const types = found === "all-but-listed" ? found : found.filter((type) => !isRecordedElsewhere(type));
    const rarer = rarerTypes(old, now);
    const only = (type: string): number =>
        typeof asked.record === "object" && "only" in asked.record ? asked.record.only.indexOf(type) : -1;
    const place = (type: string): Path =>
        only(type) >= 0 ? [...root, "record", "only", only(type)] : [...root, "record"];
    return [
        ...(types === "all-but-listed"
            ? [
                  {
                      code: "lost-recorded-types",
                      path: [...root, "record"],
                      words: message`only ${formatCount(now.recordingGroup.resourceTypes.length, "resource type")} would be recorded, no longer every type but those left out`,
                  },
              ]
            : types.map((type) => ({
                  code: "lost-recorded-types",
                  path: place(type),
                  words: message`${type} is no longer recorded`,
              }))),
        ...(rarer === "all"
            ? [
                  {
                      code: "lost-recording-frequency",
                      path: [...root, "frequency"],
                      words: ["resources are recorded daily, no longer at each change"],
                  },
              ]
            : rarer.map((type) => ({
                  code: "lost-recording-frequency",
                  path: [...root, asked.continuous?.includes(type) ? "continuous" : "frequency"],
                  words: message`${type} is recorded daily, no longer at each change`,
              }))),
    ];
}

interface CoveredPlace extends PlacedRule {
    readonly path: Path;
    readonly name: string;
}

function lostPacks(asked: RegionCoverage, covered: RegionCoverage, others: readonly RegionCoverage[]): Loss[] {
    const [before, after] = [placesOf(asked), placesOf(covered)];
    const { lost, ...rest } = follow(before, after);
    const elsewhere = others.map(placesOf);
    const followed = { ...rest, lost: lost.filter((one) => !isAnsweredElsewhere(one, elsewhere)) };
    return Object.keys(asked.packs).flatMap((name) => lostInPack(name, asked, covered, followed, after));
}

/** What an account has once is checked in one region for all. */
function isAnsweredElsewhere(place: CoveredPlace, regions: readonly (readonly CoveredPlace[])[]): boolean {
    return looksAtGlobalTypesOnly(place.rule) && regions.some((after) => follow([place], after).lost.length === 0);
}

function lostInPack(
    name: string,
    asked: RegionCoverage,
    covered: RegionCoverage,
    { kept, moved, lost }: FollowedRules<CoveredPlace>,
    after: readonly CoveredPlace[],
): Loss[] {
    const here = ({ pack }: CoveredPlace): boolean => pack.name === name;
    const gone = lost.filter(here);
    const [old, now] = [asked, covered].map(({ packs }) => (Object.hasOwn(packs, name) ? packs[name] : undefined));
    if (old === undefined) {
        return [];
    }
    if (now === undefined && gone.length > 1 && gone.length === old.rules.length) {
        return [{ code: "lost-pack", path: ["packs", name], words: packIsGone(name, gone) }];
    }
    // What another pack covers as well is not lost where this one reaches less.
    const alone = [...kept, ...moved].filter(({ from }) => here(from) && !after.some((one) => isCovered(from, one)));
    const reach = now === undefined || alone.length === 0 ? [] : narrowedPack(reachOf(name, old), reachOf(name, now));
    return [
        ...reach.map(({ code, words }) => ({
            code: "narrowed-pack",
            path: ["packs", name, PLACES[code] ?? "target"],
            words,
        })),
        ...gone.map(({ path, name: rule }) => ({
            code: "lost-rule",
            path,
            words: message`${rule} of the pack ${name} is gone, and no other pack checks the same`,
        })),
        ...alone.flatMap(({ from, to }) =>
            narrowedRule(`${from.name} in ${to.pack.name}`, from.rule, to.rule).map(({ words }: LostCoverage) => ({
                code: "narrowed-rule",
                path: from.path,
                words,
            })),
        ),
    ];
}

/** Where a baseline says what is narrower now, by the code of the finding. */
const PLACES: Readonly<Record<string, string>> = {
    "excluded-accounts": "excludedAccounts",
    "excluded-units": "excludedUnits",
    units: "units",
};

const NAMED_RULES = 5;

function packIsGone(name: string, rules: readonly CoveredPlace[]): Words {
    const names = rules.slice(0, NAMED_RULES).map((rule) => rule.name);
    const more = rules.length - names.length;
    return [
        ...message`the pack ${name} is gone, and with it `,
        `${formatCount(rules.length, "rule")} that no other pack checks: `,
        { code: names.join(", ") },
        ...(more > 0 ? [` and ${more} more`] : []),
    ];
}

function reachOf(name: string, pack: PackInRegion): PackReach {
    const { target, excludedAccounts = [], excludedUnits, units } = pack;
    return { name, target, excludedAccounts, ...(excludedUnits && { excludedUnits }), ...(units && { units }) };
}

function placesOf({ packs }: RegionCoverage): CoveredPlace[] {
    return Object.entries(packs).flatMap(([name, pack]) =>
        pack.rules.map(({ rule, index }): CoveredPlace => {
            const source = JSON.stringify([rule.owner ?? "AWS", rule.rule]);
            const parameters = rule.parameters && canonical(rule.parameters);
            const { types, resourceId, tagKey, tagValue, frequency, condition } = rule;
            const extent = canonical([types, resourceId, tagKey, tagValue, frequency, condition]);
            return {
                pack: reachOf(name, pack),
                rule: asRule(rule),
                places: [
                    parameters && JSON.stringify([name, source, parameters]),
                    JSON.stringify([name, source, extent]),
                    JSON.stringify([name, source]),
                ],
                source,
                // What two custom rules of one name do cannot be compared.
                ...(rule.owner === undefined && {
                    identity: JSON.stringify([pack.target, source, parameters, extent]),
                }),
                ...(parameters !== undefined && { parameters }),
                path: ["packs", name, "rules", index],
                name: rule.rule,
            };
        }),
    );
}

/** In the shape in which comparisons know rules. */
function asRule({ rule, owner, types, resourceId, tagKey, tagValue, frequency, condition }: CoveredRule): RulePlan {
    const scope = {
        ...(types !== undefined && { ComplianceResourceTypes: types }),
        ...(resourceId !== undefined && { ComplianceResourceId: resourceId }),
        ...(tagKey !== undefined && { TagKey: tagKey }),
        ...(tagValue !== undefined && { TagValue: tagValue }),
    };
    return {
        logicalId: rule,
        owner: owner ?? "AWS",
        sourceIdentifier: rule,
        scope,
        ...(frequency !== undefined && { frequency }),
        ...(condition !== undefined && { condition }),
        location: { file: "" },
    };
}
