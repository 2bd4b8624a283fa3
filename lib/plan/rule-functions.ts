/** The part of the plan that says which Lambda functions the rules of a stack run in, and for which accounts. */
import { FUNCTION_POLICY_BYTES, ruleFunctionPolicyBytes } from "../policies/rule-function-policy.ts";
import { FUNCTION_NAME_LENGTH, FUNCTION_NAME_PREFIX, functionName, type FunctionOwner } from "../rules/functions.ts";
import type { Settings } from "../settings/schema.ts";
import { matchesGlob } from "../glob.ts";
import { type Findings, nameOf, type PlanInput } from "./context.ts";
import { planMemberFunctions } from "./member-functions.ts";
import type { MembersPlan } from "./members-plan.ts";
import { partitionOf } from "./partition.ts";
import type { ConformancePackPlan, RegionPlan } from "./plan.ts";
import type { RuleFunctionPlan, RuleFunctionsPlan } from "./rule-functions-plan.ts";

/** Names that are cut short have at least so much of the stack's name and the rule's. */
const SHORTEST_PREFIX = 50;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const QUEUE_NAME_LENGTH = 80;

/** Known before any pack is read: it stands in the templates. */
export function ownerOfFunctions({
    stack,
    region,
    settings,
}: Pick<PlanInput, "stack" | "region" | "settings">): FunctionOwner {
    const { account } = settings;
    return { stack, ...(account !== undefined && isCentral(settings, region) && { account }) };
}

/** One function for each rule in AWS Lambda that a pack of the region has. */
export function functionsOf(stack: string, packs: readonly ConformancePackPlan[]): RuleFunctionPlan[] {
    const functions = new Map<string, RuleFunctionPlan>();
    for (const { target, rules } of packs) {
        for (const { program } of rules) {
            if (program === undefined) {
                continue;
            }
            const { rule, trigger, permissions, memory, timeout } = program;
            const organizationWide = target === "organization" || functions.get(rule)?.organizationWide === true;
            const name = functionName(stack, rule);
            functions.set(rule, { name, rule, trigger, permissions, memory, timeout, organizationWide });
        }
    }
    return [...functions.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

/**
 * What the functions of all regions have in common.
 *
 * @param members what member accounts get, without functions
 * @returns undefined where there are none
 */
export function planRuleFunctions(
    input: PlanInput,
    regions: readonly RegionPlan[],
    members: MembersPlan | undefined,
    findings: Findings,
): RuleFunctionsPlan | undefined {
    const functions = regions.flatMap((region) => region.functions ?? []);
    if (functions.length === 0) {
        return undefined;
    }
    const { ruleFunctions: settings, encryptionKey } = input.settings;
    const name = nameOf(input.stack);
    const common: RuleFunctionsPlan = {
        logRetentionDays: settings.logRetentionDays,
        queueName: `${FUNCTION_NAME_PREFIX}${name}-failed-evaluations`.slice(0, QUEUE_NAME_LENGTH),
        prefix: `${FUNCTION_NAME_PREFIX}${name}`.slice(0, SHORTEST_PREFIX),
        logKey: { alias: `config-functions-${name}`, deletionWindowInDays: encryptionKey.deletionWindowInDays },
    };
    const forMembers = organizationWide(regions);
    if (forMembers.length === 0) {
        return common;
    }
    // Functions of this account while their policies have room; else the members' own, where anything is rolled out.
    return isCentral(input.settings, input.region) || members?.rollout === undefined
        ? { ...common, members: planMembersOfFunctions(input, regions, members, findings) }
        : { ...common, inMembers: planMemberFunctions(input, regions, forMembers, common, members, findings) };
}

/** Rules evaluate in members by the members' evaluation role: it may do what the rules ask for. */
export function withRuleActions(
    members: MembersPlan,
    regions: readonly RegionPlan[],
    functions: RuleFunctionsPlan | undefined,
): MembersPlan {
    if (functions?.members === undefined) {
        return members;
    }
    const { evaluationRole } = members;
    const actions = new Set([
        ...evaluationRole.actions,
        ...organizationWide(regions).flatMap((one) => one.permissions),
    ]);
    return { ...members, evaluationRole: { ...evaluationRole, actions: [...actions].sort() } };
}

/** The functions of rules that members' resources are evaluated by, each once. */
export function organizationWide(regions: readonly RegionPlan[]): RuleFunctionPlan[] {
    const found = regions.flatMap(({ functions = [] }) => functions.filter((one) => one.organizationWide));
    return [...new Map(found.map((one) => [one.name, one])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Members are evaluated from here as long as a function's policy has room for all, and they are known. */
function isCentral({ ruleFunctions: { memberAccounts }, account }: Settings, region: string): boolean {
    // Every name is as long or shorter, and so is the name of every region but the longest.
    const longest = "a".repeat(FUNCTION_NAME_LENGTH);
    const functionArn = `arn:${partitionOf(region)}:lambda:${LONGEST_REGION}:${account ?? SOME_ACCOUNT}:function:${longest}`;
    const accounts = [...new Set([account ?? SOME_ACCOUNT, ...memberAccounts])];
    return memberAccounts.length > 0 && ruleFunctionPolicyBytes({ functionArn, accounts }) <= FUNCTION_POLICY_BYTES;
}

const LONGEST_REGION = "ap-southeast-11";
const SOME_ACCOUNT = "000000000000";
const ROLL_OUT = "roll functions out to the members: name their units by members: { units: … }";

function planMembersOfFunctions(
    input: PlanInput,
    regions: readonly RegionPlan[],
    members: MembersPlan | undefined,
    findings: Findings,
): NonNullable<RuleFunctionsPlan["members"]> {
    const { account, ruleFunctions: settings } = input.settings;
    if (!isCentral(input.settings, input.region)) {
        const listed = settings.memberAccounts.length;
        findings.error(
            listed === 0 ? ["packs"] : ["ruleFunctions", "memberAccounts"],
            "rules-without-functions",
            listed === 0
                ? "a pack of the organization has rules in AWS Lambda, and nothing says which accounts they evaluate"
                : `the policy of a function has no room for ${listed} accounts: it takes ${FUNCTION_POLICY_BYTES.toLocaleString("en")} bytes`,
            listed === 0 ? `list them by ruleFunctions.memberAccounts, or ${ROLL_OUT}` : `list fewer, or ${ROLL_OUT}`,
        );
    }
    if (account === undefined) {
        findings.error(
            ["ruleFunctions", "memberAccounts"],
            "missing-setting",
            "rules in members name the account of the functions that evaluate them, and nothing says which it is",
            'write conformance-packs:account: "<the account of this stack>"',
        );
    }
    const evaluationRole = settings.evaluationRole ?? members?.evaluationRole.name;
    if (evaluationRole === undefined) {
        findings.error(
            ["ruleFunctions", "memberAccounts"],
            "missing-evaluation-role",
            "functions evaluate in members by a role that is there, and this stack makes none",
            "roll it out by members:, or name the one that another stack rolls out by ruleFunctions.evaluationRole",
        );
    }
    if (members !== undefined && settings.evaluationRole === undefined) {
        checkEvaluators(input, members, organizationWide(regions), findings);
    }
    const accounts = [...new Set(settings.memberAccounts)].filter((one) => one !== account).sort();
    return { accounts, evaluationRole: evaluationRole ?? "" };
}

/** The role of members lets in whom its own settings name. */
function checkEvaluators(
    { settings: { account } }: PlanInput,
    { evaluationRole }: MembersPlan,
    functions: readonly RuleFunctionPlan[],
    findings: Findings,
): void {
    if (evaluationRole.account !== undefined && evaluationRole.account !== account) {
        findings.error(
            ["members", "evaluationRole", "account"],
            "evaluators-elsewhere",
            `the evaluation role lets in functions of account ${evaluationRole.account}, and those of rules are in this one`,
            "remove it: the stack's own account is the default",
        );
    }
    const fits = ({ name }: RuleFunctionPlan): boolean =>
        evaluationRole.evaluators.some((pattern) => matchesGlob(pattern.replaceAll("?", "*"), name));
    const shut = functions.find((one) => !fits(one));
    if (shut !== undefined) {
        findings.error(
            ["members", "evaluationRole", "evaluators"],
            "evaluators-without-functions",
            `the evaluation role does not let in ${shut.name}, the role of the rule ${shut.rule}`,
            `add ${FUNCTION_NAME_PREFIX}*`,
        );
    }
}
