/** What became of the StackSets in the accounts of their members, from what CloudFormation says of their instances. */
import { documentStackSetName, stackSetName } from "../members/names.ts";
import type { RolloutPlan } from "../plan/members-plan.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackInstanceSummary.html */
export interface StackInstanceAnswer {
    readonly account: string;
    readonly region: string;
    /** CURRENT, OUTDATED or INOPERABLE. */
    readonly status: string;
    /** Of the last operation: SUCCEEDED, FAILED, RUNNING and others. */
    readonly detailedStatus?: string;
    readonly reason?: string;
}

export interface StackSetVerdict {
    readonly name: string;
    readonly instances: number;
    /** Without what is still under way; by account and region. */
    readonly failing: readonly StackInstanceAnswer[];
    readonly inProgress: number;
    /** What to do, where something fails or nobody is reached. */
    readonly advice?: string;
}

const IN_PROGRESS = ["PENDING", "RUNNING"];
/** Of an account that is suspended nothing is expected. */
const SKIPPED = "SKIPPED_SUSPENDED_ACCOUNT";

/**
 * The names of the StackSets, the global one first.
 *
 * @param withFunctions members have functions of rules for themselves
 * @param documents of remediations, by name, that members have for themselves
 */
export function stackSetNames(
    rollout: RolloutPlan,
    withFunctions = false,
    documents: readonly string[] = [],
): readonly string[] {
    const kinds = ["global", "regional", ...(withFunctions ? (["functions"] as const) : [])] as const;
    return [
        ...kinds.map((kind) => stackSetName(rollout, kind)),
        ...documents.map((document) => documentStackSetName(rollout, document)),
    ];
}

/** The verdict on one StackSet. */
export function judgeStackSet(
    rollout: RolloutPlan,
    name: string,
    instances: readonly StackInstanceAnswer[],
): StackSetVerdict {
    const isUnderWay = ({ detailedStatus = "" }: StackInstanceAnswer): boolean => IN_PROGRESS.includes(detailedStatus);
    const failing = instances
        .filter((one) => one.status !== "CURRENT" && one.detailedStatus !== SKIPPED && !isUnderWay(one))
        .toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
    return {
        name,
        instances: instances.length,
        failing,
        inProgress: instances.filter(isUnderWay).length,
        ...(failing.length > 0 && { advice: adviceOn(rollout, name, failing) }),
        ...(instances.length === 0 && { advice: adviceOnNobody(rollout) }),
    };
}

/** Whether every member has the stack, and there is one at all: units are planned wherever there is a StackSet. */
export function reachesMembers({ instances, failing, inProgress }: StackSetVerdict): boolean {
    return instances > 0 && failing.length === 0 && inProgress === 0;
}

function key({ account, region }: StackInstanceAnswer): string {
    return `${account} ${region}`;
}

function adviceOn(rollout: RolloutPlan, name: string, failing: readonly StackInstanceAnswer[]): string {
    const [global = ""] = stackSetNames(rollout);
    if (failing.some(({ reason = "" }) => reason.includes("Unable to fetch parameters"))) {
        return `the global stack of the account comes first, and is not there or not in its region: see to ${global}`;
    }
    return redeployAdvice(
        rollout,
        name,
        failing.map(({ region }) => region),
    );
}

/** Neither Pulumi nor StackSets themselves try again what failed in an account. */
export function redeployAdvice(rollout: RolloutPlan, name: string, failing: readonly string[]): string {
    const regions = [...new Set(failing)].sort().join(" ");
    const as = rollout.callAs === "SELF" ? "" : ` --call-as ${rollout.callAs}`;
    return (
        `remove the cause in the account, then run: aws cloudformation update-stack-instances --stack-set-name ${name} ` +
        `--deployment-targets OrganizationalUnitIds=${rollout.units.join(",")} --regions ${regions}${as}`
    );
}

function adviceOnNobody({ units }: RolloutPlan): string {
    return (
        `it reached no account below ${units.join(", ")}: see that accounts are there (the management account is none of ` +
        "them) and that the rollout has run: pulumi up"
    );
}
