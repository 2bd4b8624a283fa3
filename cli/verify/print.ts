/** The verdicts of `packs verify` as text. */
import { joinRegions, regionsInWords } from "../../lib/plan/alike-regions.ts";
import { adviceOn } from "../../lib/verify/advice.ts";
import type { MemberAnswer } from "../../lib/verify/answers.ts";
import type { NotCompared, RuleDifference } from "../../lib/verify/compare-rule.ts";
import type { FoundPack, LeftoverPacks } from "../../lib/verify/leftover-packs.ts";
import type { RegionVerdict } from "../../lib/verify/regions.ts";
import type { Outcome, PackVerdict } from "../../lib/verify/verify-packs.ts";
import type { Answer } from "../../lib/doctor/inventory.ts";
import { formatTable } from "../table.ts";
import type { Terminal } from "../terminal.ts";

const COLOURS = {
    failed: "red",
    missing: "red",
    "rules differ": "red",
    "members differ": "red",
    unknown: "yellow",
    "in progress": "yellow",
    reached: "green",
} as const satisfies Record<Outcome, string>;

/** More than these of one kind are counted; all of them are in the JSON. */
const NAMED = 5;

/** @param regions of the stack: with several of them, packs that are alike are told together */
export function printVerdicts(
    found: readonly RegionVerdict[],
    regions: readonly string[],
    stack: string,
    terminal: Terminal,
): void {
    if (found.length === 0) {
        terminal.line("The stack has no packs.");
        return;
    }
    const several = regions.length > 1;
    const joined = joinRegions(found.map(({ region, ...item }) => ({ region, item })));
    const verdicts = joined.map(({ item, regions: where }) => ({
        ...item,
        ...(several && { where: regionsInWords(where, regions) }),
    }));
    const rows = verdicts.map(({ name, where, target, outcome, state, plannedRules, deployedRules }) => [
        name,
        ...(where === undefined ? [] : [where]),
        target,
        terminal.style(COLOURS[outcome], outcome),
        state ?? "-",
        deployedRules === undefined ? "-" : String(deployedRules),
        String(plannedRules),
    ]);
    const header = ["target", "result", "state in AWS", "rules in AWS", "in the plan"];
    formatTable(["pack", ...(several ? ["regions"] : []), ...header], rows).forEach((line) => terminal.line(line));
    for (const { item, regions: where } of joined) {
        const label = regionsInWords(where, regions);
        if (where.length < regions.length && label !== where.join(", ") && item.outcome !== "reached") {
            terminal.line(`${label}: ${where.join(", ")}`);
        }
    }
    verdicts.filter(({ outcome }) => outcome !== "reached").forEach((verdict) => explain(verdict, stack, terminal));
    if (verdicts.every(({ outcome }) => outcome === "reached")) {
        terminal.line("\nEvery pack reached its state, with the rules of the plan.");
    }
    const open = verdicts.flatMap((verdict) => notComparedLines(verdict));
    if (open.length > 0) {
        terminal.line("\nNot compared:");
        open.forEach((line) => terminal.line(`  ${line}`));
    }
}

/** Of a pack that may be somebody else's nothing is advised. */
export function printLeftovers(leftovers: Answer<LeftoverPacks>, stack: string, terminal: Terminal): void {
    if (!leftovers.known) {
        terminal.line(`\nWhether AWS has packs that the plan has not cannot be told: ${leftovers.reason}`);
        return;
    }
    const { own, others, stateRead, unknownIn = [] } = leftovers.value;
    for (const { region, reason } of unknownIn) {
        terminal.line(`\nWhether AWS has packs in ${region} that the plan has not cannot be told: ${reason}`);
    }
    if (own.length > 0) {
        terminal.line("\nPacks of this stack, by its state, that AWS has and the plan has not:");
        describeAll(own).forEach((line) => terminal.line(`  ${line}`));
        terminal.line(`  -> run: pulumi up --stack ${stack}, which removes them`);
    }
    if (others.length > 0) {
        terminal.line("\nPacks in AWS that are not in the plan; they may belong to another stack or to somebody else:");
        describeAll(others).forEach((line) => terminal.line(`  ${line}`));
        if (!stateRead) {
            terminal.line("  (the stack's state could not be read, which would tell which are this stack's)");
        }
    }
}

function describeAll(packs: readonly FoundPack[]): string[] {
    const placed = packs.flatMap(({ region, ...item }) => (region === undefined ? [] : [{ region, item }]));
    return placed.length < packs.length
        ? packs.map(describe)
        : joinRegions(placed).map(({ regions, item }) => `${describe(item)} in ${regions.join(", ")}`);
}

function describe({ name, target, state }: FoundPack): string {
    return [name, ...(target === "organization" ? ["(organization)"] : []), ...(state ? [state] : [])].join(" ");
}

/** A verdict, and the regions that it is of where the stack has several. */
interface PlacedVerdict extends PackVerdict {
    readonly where?: string;
}

function explain(verdict: PlacedVerdict, stack: string, terminal: Terminal): void {
    const where = verdict.where === undefined ? "" : ` in ${verdict.where}`;
    terminal.line(`\n${verdict.name}${where}: ${verdict.outcome}`);
    verdict.reasons.forEach((reason) => terminal.line(`  ${reason}`));
    verdict.failingMembers.forEach((member) => terminal.line(`  ${failureOf(member)}`));
    verdict.excludedMembers.forEach(({ account, state }) =>
        terminal.line(`  account ${account}: excluded in the plan, and holds the pack all the same (${state})`),
    );
    list("rules of the plan that AWS does not have", verdict.missingRules, terminal);
    list("rules in AWS that the plan does not have", verdict.unexpectedRules, terminal);
    if (verdict.changedRules.length > 0) {
        terminal.line("  values of the plan -> in AWS:");
        verdict.changedRules.forEach((change) => terminal.line(`    ${differenceOf(change)}`));
    }
    const advice = adviceOn(verdict, stack);
    if (advice !== undefined) {
        terminal.line(`  -> ${advice}`);
    }
}

function failureOf({ account, state, errorCode, errorMessage }: MemberAnswer): string {
    const why = [errorCode, errorMessage].filter((text) => text !== undefined).join(": ");
    return `account ${account}: ${state}${why === "" ? ", and AWS does not say why" : `: ${why}`}`;
}

function differenceOf({ rule, property, planned = "not given", deployed = "not given" }: RuleDifference): string {
    return `${rule}: ${property} ${planned} -> ${deployed}`;
}

/** One line for each reason; and one where this account has nothing of a pack to compare with. */
function notComparedLines({ name: pack, where, outcome, deployedRules, notCompared }: PlacedVerdict): string[] {
    const name = where === undefined ? pack : `${pack} in ${where}`;
    const reasons = [...new Set(notCompared.map(({ reason }) => reason))];
    return [
        ...(outcome === "reached" && deployedRules === undefined
            ? [`${name}: its rules, since this account is not among its targets`]
            : []),
        ...reasons.map((reason) => `${name}: ${naming(notCompared.filter((one) => one.reason === reason))}: ${reason}`),
    ];
}

function naming(values: readonly NotCompared[]): string {
    const names = values.slice(0, NAMED).map(({ rule, property }) => `${property} of ${rule}`);
    return names.join(", ") + (values.length > NAMED ? ` and ${values.length - NAMED} more` : "");
}

function list(title: string, names: readonly string[], terminal: Terminal): void {
    if (names.length > 0) {
        terminal.line(`  ${title}: ${names.join(", ")}`);
    }
}
