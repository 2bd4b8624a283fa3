/** The part of the plan that says which functions of rules every member has for itself, by a StackSet. */
import { renderTemplate, TEMPLATE_BODY_BYTES } from "../members/cloudformation-template.ts";
import { memberFunctionsTemplate } from "../members/functions-template.ts";
import { codeBucketName } from "../members/names.ts";
import { CODE_PREFIX, FUNCTION_NAME_PREFIX } from "../rules/functions.ts";
import { type Findings, nameOf, type PlanInput } from "./context.ts";
import type { MembersPlan } from "./members-plan.ts";
import type { RegionPlan } from "./plan.ts";
import { accountsLeftOut, reachedUnits } from "./organization-reach.ts";
import type { MemberFunctionsPlan, RuleFunctionPlan, RuleFunctionsPlan } from "./rule-functions-plan.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const QUEUE_NAME_LENGTH = 80;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME_LENGTH = 63;

/** As long as every account's ID and every key of code are. */
const SOME_ACCOUNT = "000000000000";
const SOME_KEY = `${CODE_PREFIX}${"0".repeat(64)}.zip`;

/**
 * The functions that members have for themselves, the same in each region where a pack of the organization has any.
 *
 * @param functions those that members' resources are evaluated by, each once
 */
export function planMemberFunctions(
    input: PlanInput,
    regions: readonly RegionPlan[],
    functions: readonly RuleFunctionPlan[],
    common: RuleFunctionsPlan,
    members: MembersPlan,
    findings: Findings,
): MemberFunctionsPlan {
    const name = nameOf(input.stack);
    const plan: MemberFunctionsPlan = {
        functions,
        regions: regions
            .filter((region) => region.functions?.some(({ organizationWide }) => organizationWide) === true)
            .map(({ region }) => region)
            .sort(),
        codeBucketPrefix: `config-functions-${name}`,
        queueName: `${FUNCTION_NAME_PREFIX}${name}-member-failures`.slice(0, QUEUE_NAME_LENGTH),
    };
    checkBucketNames(plan, findings);
    checkTemplate(plan, common, findings);
    checkManagementAccount(input, regions, members, findings);
    return plan;
}

function checkBucketNames(plan: MemberFunctionsPlan, findings: Findings): void {
    const tooLong = plan.regions
        .map((region) => codeBucketName(plan, SOME_ACCOUNT, region))
        .find((bucket) => bucket.length > BUCKET_NAME_LENGTH);
    if (tooLong !== undefined) {
        findings.error(
            ["packs"],
            "bucket-name-too-long",
            `members take the code of their functions from ${tooLong}, which has ${tooLong.length} characters; ` +
                `S3 allows ${BUCKET_NAME_LENGTH}`,
            "give the stack a shorter name",
        );
    }
}

function checkTemplate(plan: MemberFunctionsPlan, common: RuleFunctionsPlan, findings: Findings): void {
    const template = memberFunctionsTemplate(plan, {
        stack: common.prefix,
        centralAccount: SOME_ACCOUNT,
        logRetentionDays: common.logRetentionDays,
        codeKeys: new Map(plan.functions.map(({ rule }) => [rule, SOME_KEY])),
    });
    const bytes = Buffer.byteLength(renderTemplate(template));
    if (bytes > TEMPLATE_BODY_BYTES) {
        findings.error(
            ["packs"],
            "too-many-functions-in-members",
            `the template of the members' functions has ${bytes.toLocaleString("en")} bytes with ` +
                `${plan.functions.length} rules, and StackSets take ${TEMPLATE_BODY_BYTES.toLocaleString("en")}`,
            "move some of the packs to another stack",
        );
    }
}

/** No StackSet of this kind reaches the management account, and only a stack that is there has made its functions. */
function checkManagementAccount(
    { settings: { organization, account } }: PlanInput,
    regions: readonly RegionPlan[],
    { rollout }: MembersPlan,
    findings: Findings,
): void {
    const { managementAccount } = organization;
    if (rollout?.callAs !== "DELEGATED_ADMIN" || managementAccount === undefined || managementAccount === account) {
        return;
    }
    const reaching = regions
        .flatMap(({ packs }) => packs)
        .find(
            (pack) =>
                pack.target === "organization" &&
                pack.rules.some(({ program }) => program !== undefined) &&
                reachedUnits(pack) === undefined &&
                !accountsLeftOut(pack, { accounts: [], inUnit: () => [] }).includes(managementAccount),
        );
    if (reaching !== undefined) {
        findings.warning(
            ["packs"],
            "management-account-without-functions",
            `${reaching.name} reaches the management account, ${managementAccount}, to which StackSets do not bring functions`,
            `add it to the pack's excludedAccounts, unless a stack there has the same name and a pack with the same rules`,
        );
    }
}
