/** Which account the credentials belong to: asked of AWS before anything is registered. */
import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity.js";
import { error, InvalidConfigurationError } from "../lib/diagnostic.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import type { Identity } from "../lib/plan/names.ts";

/**
 * The account of the credentials in use.
 * @throws {InvalidConfigurationError} where the configuration names another account.
 */
export async function readIdentity(plan: Pick<DeploymentPlan, "account" | "stack">): Promise<Identity> {
    const { accountId } = await getCallerIdentity();
    if (plan.account !== undefined && plan.account !== accountId) {
        throw new InvalidConfigurationError([
            error(
                { file: `Pulumi.${plan.stack}.yaml` },
                {
                    code: "wrong-account",
                    path: "conformance-packs:account",
                    message: `this stack belongs to account ${plan.account}, but the credentials are for ${accountId}`,
                    hint: `use credentials for ${plan.account}, or write conformance-packs:account: "${accountId}"`,
                },
            ),
        ]);
    }
    return { accountId };
}
