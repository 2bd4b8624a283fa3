/** The source that a command's options ask for. */
import type { ComplianceSource } from "../../lib/compliance/source.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import { regionsOf } from "../../lib/plan/regions.ts";
import { callerAccount } from "../caller-account.ts";
import { type AwsScope, foreignAccount } from "../scope.ts";
import { AccountComplianceSource } from "../../compliance/account-source.ts";
import { AggregateComplianceSource } from "../../compliance/aggregate-source.ts";
import { complianceClient } from "../../compliance/client.ts";

/**
 * One account is asked in all regions of its stack, unless one is named.
 *
 * @param region the region that the command line names, if it does
 * @returns the source, or why the credentials are not those of the stack
 * @throws the SDK's error where nobody can be asked at all
 */
export async function openSource(
    scope: AwsScope,
    region: string | undefined,
    plan: DeploymentPlan | undefined,
): Promise<{ readonly source: ComplianceSource } | { readonly fault: string }> {
    const asked = scope.region ?? (await complianceClient(undefined).config.region());
    if (scope.aggregator !== undefined && plan?.account === undefined) {
        return { source: new AggregateComplianceSource(scope.aggregator, asked) };
    }
    const account = await callerAccount(asked);
    const fault = plan === undefined ? undefined : foreignAccount(account, plan);
    if (fault !== undefined) {
        return { fault };
    }
    if (scope.aggregator !== undefined) {
        return { source: new AggregateComplianceSource(scope.aggregator, asked) };
    }
    const regions = region !== undefined || plan === undefined ? [asked] : regionsOf(plan).map((one) => one.region);
    return { source: new AccountComplianceSource(account, regions) };
}
