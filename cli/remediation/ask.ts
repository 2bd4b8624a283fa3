/** Executions of remediations as AWS Config tells them: an account's own, region by region. */
import {
    type ConfigServiceClient,
    DescribeRemediationConfigurationsCommand,
    NoSuchRemediationConfigurationException,
    paginateDescribeComplianceByConfigRule,
    paginateDescribeRemediationExecutionStatus,
    type RemediationConfiguration,
    type RemediationExecutionStatus,
    StartRemediationExecutionCommand,
} from "@aws-sdk/client-config-service";
import { mapConcurrently } from "../../lib/compliance/concurrent.ts";
import { PackEndings } from "../../lib/compliance/pack-endings.ts";
import {
    type ExecutionFilter,
    EXECUTION_STATES,
    type RemediationExecution,
    type RetryBatch,
    wantsExecution,
    wantsRule,
} from "../../lib/remediation/executions.ts";
import { nameInPack } from "../../lib/waivers/match.ts";
import { AccountComplianceSource } from "../../compliance/account-source.ts";
import { complianceClient, CONCURRENCY } from "../../compliance/client.ts";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeRemediationConfigurations.html */
const RULES_PER_CALL = 25;

/** https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeRemediationExecutionStatus.html */
const EXECUTIONS_PER_PAGE = 100;

/** @returns the executions that are asked for, and in how many rules they were looked for */
export async function askExecutions(
    account: string,
    regions: readonly string[],
    filter: ExecutionFilter,
    onProgress: (rules: number) => void = () => undefined,
): Promise<{ readonly executions: RemediationExecution[]; readonly remediations: number }> {
    const executions: RemediationExecution[] = [];
    let remediations = 0;
    const answers = mapConcurrently(regions, CONCURRENCY, (region) => askRegion(account, region, filter));
    for await (const answer of answers) {
        executions.push(...answer.executions);
        remediations += answer.remediations;
        onProgress(remediations);
    }
    return { executions, remediations };
}

async function askRegion(
    account: string,
    region: string,
    filter: ExecutionFilter,
): Promise<{ readonly executions: RemediationExecution[]; readonly remediations: number }> {
    const config = complianceClient(region);
    const packs = await PackEndings.read(new AccountComplianceSource(account, [region]).deployedPacks());
    const rules: string[] = [];
    for await (const { ComplianceByConfigRules: page = [] } of paginateDescribeComplianceByConfigRule(
        { client: config },
        {},
    )) {
        rules.push(
            ...page
                .map(({ ConfigRuleName: name = "" }) => name)
                .filter((name) => wantsRule(filter, nameInPack(name), packs.packOf(name))),
        );
    }
    const chunks = Array.from({ length: Math.ceil(rules.length / RULES_PER_CALL) }, (_, index) =>
        rules.slice(index * RULES_PER_CALL, (index + 1) * RULES_PER_CALL),
    );
    const configurations: RemediationConfiguration[] = [];
    for await (const found of mapConcurrently(chunks, CONCURRENCY, (names) =>
        config.send(new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: names })),
    )) {
        configurations.push(...(found.RemediationConfigurations ?? []));
    }
    const executions: RemediationExecution[] = [];
    for await (const found of mapConcurrently(configurations, CONCURRENCY, async (configuration) => {
        const { ConfigRuleName: name = "", TargetId: document = "", Automatic: automatic = false } = configuration;
        const pack = packs.packOf(name);
        const common = {
            account,
            region,
            rule: nameInPack(name),
            deployedRule: name,
            ...(pack !== undefined && { pack }),
            document,
            automatic,
        };
        const statuses = await askRule(config, name);
        return statuses.map((status) => executionOf(status, common)).filter((one) => wantsExecution(filter, one));
    })) {
        executions.push(...found);
    }
    return { executions, remediations: configurations.length };
}

/** One that went while it was asked for has no executions. */
async function askRule(config: ConfigServiceClient, rule: string): Promise<RemediationExecutionStatus[]> {
    const statuses: RemediationExecutionStatus[] = [];
    try {
        for await (const page of paginateDescribeRemediationExecutionStatus(
            { client: config, pageSize: EXECUTIONS_PER_PAGE },
            { ConfigRuleName: rule },
        )) {
            statuses.push(...(page.RemediationExecutionStatuses ?? []));
        }
    } catch (reason) {
        if (!(reason instanceof NoSuchRemediationConfigurationException)) {
            throw reason;
        }
    }
    return statuses;
}

/** What is no state that this version knows says nothing that anybody could count on. */
function executionOf(
    {
        ResourceKey: resource,
        State,
        StepDetails: steps = [],
        InvocationTime,
        LastUpdatedTime,
    }: RemediationExecutionStatus,
    common: Omit<RemediationExecution, "resourceType" | "resourceId" | "state">,
): RemediationExecution {
    const step = steps.find((one) => one.State === "FAILED") ?? steps.find((one) => one.State !== "SUCCEEDED");
    const message = step?.ErrorMessage;
    return {
        ...common,
        resourceType: resource?.resourceType ?? "",
        resourceId: resource?.resourceId ?? "",
        state: EXECUTION_STATES.find((state) => state === State) ?? "UNKNOWN",
        ...(State !== "SUCCEEDED" && step?.Name !== undefined && { step: step.Name }),
        ...(message !== undefined && message !== "" && { message }),
        ...(InvocationTime && { invoked: InvocationTime.toISOString() }),
        ...(LastUpdatedTime && { updated: LastUpdatedTime.toISOString() }),
    };
}

/** A batch that AWS Config did not take, or not all of it. */
export interface RefusedBatch {
    readonly batch: RetryBatch;
    readonly resources: RetryBatch["resources"];
    readonly reason: string;
}

/** Runs remediations once more, batch by batch: those of one rule have an order, and AWS throttles. */
export async function startAgain(
    batches: readonly RetryBatch[],
    onProgress: (started: number) => void = () => undefined,
): Promise<{ readonly started: number; readonly refused: readonly RefusedBatch[] }> {
    const refused: RefusedBatch[] = [];
    let started = 0;
    for (const batch of batches) {
        const { FailedItems: failed = [], FailureMessage: why } = await complianceClient(batch.region).send(
            new StartRemediationExecutionCommand({
                ConfigRuleName: batch.deployedRule,
                ResourceKeys: batch.resources.map((one) => ({ ...one, resourceType: typeOf(one) })),
            }),
        );
        if (failed.length > 0) {
            const resources = failed.map((one) => ({
                resourceType: one.resourceType ?? "",
                resourceId: one.resourceId ?? "",
            }));
            refused.push({ batch, resources, reason: why ?? "AWS Config does not say why" });
        }
        started += batch.resources.length - failed.length;
        onProgress(started);
    }
    return { started, refused };
}

type SdkResourceType = NonNullable<NonNullable<RemediationExecutionStatus["ResourceKey"]>["resourceType"]>;

/** AWS Config told it in these words. */
function typeOf({ resourceType }: RetryBatch["resources"][number]): SdkResourceType {
    return resourceType as SdkResourceType;
}
