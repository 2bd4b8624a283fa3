/** What became of remediations: executions as AWS Config tells them, filtered, and in batches for another try. */
import { matchesGlob } from "../glob.ts";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationExecutionStatus.html */
export const EXECUTION_STATES = ["FAILED", "IN_PROGRESS", "QUEUED", "SUCCEEDED"] as const;

export type ExecutionState = (typeof EXECUTION_STATES)[number] | "UNKNOWN";

/** The last execution of a remediation for one resource. */
export interface RemediationExecution {
    readonly account: string;
    readonly region: string;
    /** Name in the pack. */
    readonly rule: string;
    /** Name in AWS Config. */
    readonly deployedRule: string;
    /** Absent: no pack deployed the rule. */
    readonly pack?: string;
    readonly document: string;
    readonly automatic: boolean;
    readonly resourceType: string;
    readonly resourceId: string;
    readonly state: ExecutionState;
    /** The step that failed, or the one that is under way. */
    readonly step?: string;
    /** What the step says of its failure. */
    readonly message?: string;
    /** ISO 8601. */
    readonly invoked?: string;
    readonly updated?: string;
}

/** In each, `*` stands for any characters; one that is absent lets everything pass. */
export interface ExecutionFilter {
    readonly rules?: readonly string[];
    readonly packs?: readonly string[];
    /** `<type>/<ID>`, or the ID. */
    readonly resources?: readonly string[];
    readonly states?: readonly ExecutionState[];
}

/** Whether anything of a rule is asked for. */
export function wantsRule({ rules, packs }: ExecutionFilter, rule: string, pack: string | undefined): boolean {
    return fits(rules, rule) && (packs === undefined || (pack !== undefined && fits(packs, pack)));
}

/** Whether an execution is asked for, of a rule that is. */
export function wantsExecution(
    { resources, states }: ExecutionFilter,
    { resourceType, resourceId, state }: Pick<RemediationExecution, "resourceType" | "resourceId" | "state">,
): boolean {
    const isResource = fits(resources, resourceId) || fits(resources, `${resourceType}/${resourceId}`);
    return isResource && (states === undefined || states.includes(state));
}

function fits(patterns: readonly string[] | undefined, text: string): boolean {
    return patterns?.some((pattern) => matchesGlob(pattern, text)) ?? true;
}

const ORDER: readonly ExecutionState[] = ["FAILED", "UNKNOWN", "IN_PROGRESS", "QUEUED", "SUCCEEDED"];

/** Failures first, then by pack, rule and resource. */
export function sortExecutions(executions: readonly RemediationExecution[]): RemediationExecution[] {
    const key = ({ state, pack = "", rule, region, resourceType, resourceId }: RemediationExecution): string =>
        [ORDER.indexOf(state), pack, rule, region, resourceType, resourceId].join("\0");
    return executions.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** How many are in each state, those that there are. */
export function countStates(executions: readonly RemediationExecution[]): Partial<Record<ExecutionState, number>> {
    const counts: Partial<Record<ExecutionState, number>> = {};
    for (const { state } of sortExecutions(executions)) {
        counts[state] = (counts[state] ?? 0) + 1;
    }
    return counts;
}

/** Failures that say the same of the same step: one cause, however many resources. */
export interface FailureGroup extends Pick<RemediationExecution, "pack" | "rule" | "document" | "step" | "message"> {
    readonly executions: readonly RemediationExecution[];
}

/** The most frequent first. What a message says of one resource alone does not part it from the others. */
export function groupFailures(executions: readonly RemediationExecution[]): FailureGroup[] {
    const groups = new Map<string, RemediationExecution[]>();
    for (const one of sortExecutions(executions).filter(({ state }) => state === "FAILED")) {
        const cause = causeOf(one);
        const key = JSON.stringify([one.pack, one.rule, one.document, one.step, cause]);
        groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    return [...groups.values()]
        .map((group): FailureGroup => {
            const [first] = group as [RemediationExecution, ...RemediationExecution[]];
            const { pack, rule, document, step } = first;
            const message = group.length === 1 ? first.message : causeOf(first);
            return {
                ...(pack !== undefined && { pack }),
                rule,
                document,
                ...(step !== undefined && { step }),
                ...(message !== undefined && { message }),
                executions: group,
            };
        })
        .toSorted((a, b) => b.executions.length - a.executions.length);
}

/** The message without what differs from one execution to the next: the resource's ID and the IDs of requests. */
function causeOf({ message, resourceId }: RemediationExecution): string | undefined {
    return message
        ?.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "…")
        .replaceAll(resourceId, "RESOURCE_ID");
}

/** Resources of one rule that one call starts. */
export interface RetryBatch extends Pick<RemediationExecution, "region" | "deployedRule" | "rule"> {
    readonly resources: readonly Pick<RemediationExecution, "resourceType" | "resourceId">[];
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_StartRemediationExecution.html */
export const RESOURCES_PER_START = 100;

/** What to call to run these once more. */
export function retryBatches(executions: readonly RemediationExecution[]): RetryBatch[] {
    const byRule = new Map<string, RemediationExecution[]>();
    for (const one of sortExecutions(executions)) {
        const key = JSON.stringify([one.region, one.deployedRule]);
        byRule.set(key, [...(byRule.get(key) ?? []), one]);
    }
    return [...byRule.values()].flatMap((group) => {
        const [{ region, deployedRule, rule }] = group as [RemediationExecution, ...RemediationExecution[]];
        const batches: RetryBatch[] = [];
        for (let begin = 0; begin < group.length; begin += RESOURCES_PER_START) {
            const resources = group
                .slice(begin, begin + RESOURCES_PER_START)
                .map(({ resourceType, resourceId }) => ({ resourceType, resourceId }));
            batches.push({ region, deployedRule, rule, resources });
        }
        return batches;
    });
}
