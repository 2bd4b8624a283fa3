/** `packs verify`: whether AWS really has what the stack deployed, and packs put again where it has not. */
import { setTimeout as pause } from "node:timers/promises";
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { formatCount } from "../lib/cost/format.ts";
import { loadPlan } from "../lib/plan/load.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { regionsOf } from "../lib/plan/regions.ts";
import { projectFolder } from "../lib/project-files.ts";
import { adviceOn } from "../lib/verify/advice.ts";
import { expectRegions } from "../lib/verify/regions.ts";
import { settle } from "../lib/verify/settle.ts";
import { EXIT } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { Observation } from "./verify/observation.ts";
import { printLeftovers, printVerdicts } from "./verify/print.ts";

export interface VerifyOptions {
    readonly stack: string;
    /** Minutes; 0 asks once. */
    readonly wait: number;
    /** Put packs again that are otherwise than planned. */
    readonly repair: boolean;
    readonly json: boolean;
}

/** Longer than any pack takes, and an end to a mistyped number. */
const LONGEST_WAIT_MINUTES = 24 * 60;

/** What a repaired pack is waited for at least, where no longer wait is asked for. */
const REPAIR_WAIT_MINUTES = 15;

/** @returns minutes, or undefined for a text that is no number from 0 to a day's */
export function parseWait(text: string): number | undefined {
    const minutes = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    return minutes <= LONGEST_WAIT_MINUTES ? minutes : undefined;
}

/**
 * Asks AWS, waits where it is still at work, and prints. Changes nothing, but for packs that are to be repaired.
 *
 * @returns the exit code: 0 where every pack of the stack reached its state with the rules of the plan, the stack left none
 * behind and its StackSets reached every member, 1 otherwise
 */
export async function verify(root: string, options: VerifyOptions, terminal: Terminal): Promise<number> {
    const { plan, diagnostics } = loadPlan({ stack: options.stack, files: projectFolder(root) });
    if (plan === undefined) {
        terminal.note(formatDiagnostics(diagnostics));
        return EXIT.errors;
    }
    // Loaded late: the AWS clients are of no use to a stack that cannot be planned.
    const [{ PackInquiry }, { askLeftovers }] = await Promise.all([
        import("./verify/ask.ts"),
        import("./verify/leftovers.ts"),
    ]);
    const regions = regionsOf(plan);
    const inquiries = new Map(regions.map((asked) => [asked.region, new PackInquiry(asked)]));
    const where = regions.length === 1 ? plan.region : formatCount(regions.length, "region");
    terminal.transient(`asking AWS in ${where} …`);
    const account = (await inquiries.get(plan.region)?.account()) ?? "";
    if (plan.account !== undefined && plan.account !== account) {
        terminal.note(
            `the credentials belong to account ${account}, but the stack ${plan.stack} belongs to ${plan.account}: ` +
                "use credentials of that account",
        );
        return EXIT.errors;
    }
    const { rollout } = plan.members ?? {};
    const hasFunctions = plan.ruleFunctions?.inMembers !== undefined;
    const documents = (plan.memberDocuments?.documents ?? []).map(({ name }) => name);
    // Loaded late: most stacks have no members.
    const members = rollout && (await import("./verify/member-rollout.ts"));
    const observe = async (waitMinutes: number): Promise<Observation> => {
        const observation = new Observation({
            expected: expectRegions(plan, account),
            inquiries,
            ...(members &&
                rollout && {
                    askMembers: () => members.askMemberRollout(rollout, plan.region, hasFunctions, documents),
                }),
        });
        await settle({
            look: () => observation.look(),
            waitMs: waitMinutes * 60_000,
            pause,
            now: () => performance.now(),
            progress: (settling, elapsedMs) => {
                const names = settling
                    .map((one) => ("region" in one && regions.length > 1 ? `${one.name} in ${one.region}` : one.name))
                    .join(", ");
                terminal.transient(`${Math.round(elapsedMs / 1000)} s: AWS is still at work on ${names}`);
            },
        });
        return observation;
    };
    let observation = await observe(options.wait);
    if (options.repair && (await repair(plan, account, observation, terminal))) {
        observation = await observe(Math.max(options.wait, REPAIR_WAIT_MINUTES));
    }
    const { packs: verdicts, members: rolledOut } = observation;
    const leftovers = await askLeftovers(plan);
    const leftBehind = leftovers.known && leftovers.value.own.length > 0;
    const membersReached = members?.isRolledOut(rolledOut) ?? true;
    const reached = verdicts.every(({ outcome }) => outcome === "reached") && !leftBehind && membersReached;
    if (options.json) {
        const packs = verdicts.map((verdict) => ({ ...verdict, advice: adviceOn(verdict, plan.stack) }));
        terminal.line(
            JSON.stringify(
                {
                    account,
                    region: plan.region,
                    regions: regions.map(({ region }) => region),
                    reached,
                    packs,
                    unplannedPacks: leftovers,
                    ...(members && { members: rolledOut }),
                },
                undefined,
                2,
            ),
        );
    } else {
        terminal.line(`Packs of the stack ${plan.stack} in account ${account}, ${where}\n`);
        printVerdicts(
            verdicts,
            regions.map(({ region }) => region),
            plan.stack,
            terminal,
        );
        printLeftovers(leftovers, plan.stack, terminal);
        members?.printMemberRollout(rolledOut, terminal);
    }
    return reached ? EXIT.success : EXIT.errors;
}

/** @returns whether AWS took any pack, and has to be asked again */
async function repair(
    plan: DeploymentPlan,
    account: string,
    { packs }: Observation,
    terminal: Terminal,
): Promise<boolean> {
    const { putAgain, repairable } = await import("./verify/put-again.ts");
    const done = await putAgain(plan, account, repairable(packs));
    for (const { name, region, refusal } of done) {
        terminal.note(
            refusal === undefined
                ? `put again: ${name} in ${region}`
                : `AWS does not take ${name} in ${region} again: ${refusal}`,
        );
    }
    return done.some(({ refusal }) => refusal === undefined);
}
