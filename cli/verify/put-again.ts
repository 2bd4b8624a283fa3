/** Puts packs into AWS Config again as the plan has them: the same call that the AWS provider makes for an update. */
import {
    ConfigServiceClient,
    PutConformancePackCommand,
    PutOrganizationConformancePackCommand,
} from "@aws-sdk/client-config-service";
import { namesInRegion, resolveNames } from "../../lib/plan/names.ts";
import type { ConformancePackPlan, DeploymentPlan } from "../../lib/plan/plan.ts";
import { regionsOf } from "../../lib/plan/regions.ts";
import type { RegionVerdict } from "../../lib/verify/regions.ts";
import type { Outcome } from "../../lib/verify/verify-packs.ts";
import { failureWords } from "../failure-words.ts";

/** AWS has these, and otherwise than planned. One that is missing is for `pulumi up`, whose state has to learn of it. */
const REPAIRABLE: ReadonlySet<Outcome> = new Set<Outcome>(["failed", "rules differ", "members differ"]);

/** What became of one pack. */
export interface PutAgain {
    readonly name: string;
    readonly region: string;
    /** Why AWS did not take it; absent where it did, and is at work on it now. */
    readonly refusal?: string;
}

/** Packs that another put may repair: those that AWS has already, and not as planned. */
export function repairable(verdicts: readonly RegionVerdict[]): readonly RegionVerdict[] {
    return verdicts.filter(({ outcome }) => REPAIRABLE.has(outcome));
}

/**
 * Puts each of them once, one after the other.
 *
 * @param account 12 digits: of the credentials, in which the template buckets are
 */
export async function putAgain(
    plan: DeploymentPlan,
    account: string,
    verdicts: readonly RegionVerdict[],
): Promise<PutAgain[]> {
    const names = resolveNames(plan, { accountId: account });
    const done: PutAgain[] = [];
    for (const region of regionsOf(plan)) {
        const client = new ConfigServiceClient({ region: region.region, maxAttempts: 3 });
        const { templateBucket } = region.region === plan.region ? names : namesInRegion(region, names);
        for (const { name, target } of verdicts.filter((verdict) => verdict.region === region.region)) {
            const pack = region.packs.find((one) => one.name === name && one.target === target);
            if (pack === undefined) {
                throw new Error(`the plan has no pack ${name} in ${region.region}, which was judged`);
            }
            const refusal = await put(client, pack, templateBucket);
            done.push({ name, region: region.region, ...(refusal !== undefined && { refusal }) });
        }
    }
    return done;
}

/** @returns AWS's words where it refuses */
async function put(
    client: ConfigServiceClient,
    pack: ConformancePackPlan,
    templateBucket: string | undefined,
): Promise<string | undefined> {
    const parameters = pack.parameters.map(({ name, value }) => ({ ParameterName: name, ParameterValue: value }));
    const input = {
        ...(pack.delivery.kind === "inline"
            ? { TemplateBody: pack.template }
            : { TemplateS3Uri: `s3://${templateBucket ?? ""}/${pack.delivery.objectKey}` }),
        ...(parameters.length > 0 && { ConformancePackInputParameters: parameters }),
    };
    try {
        await (pack.target === "account"
            ? client.send(new PutConformancePackCommand({ ConformancePackName: pack.name, ...input }))
            : client.send(
                  new PutOrganizationConformancePackCommand({
                      OrganizationConformancePackName: pack.name,
                      ...input,
                      ExcludedAccounts: [...pack.excludedAccounts],
                  }),
              ));
        return undefined;
    } catch (reason) {
        if (reason instanceof Error && reason.name.endsWith("Exception")) {
            return failureWords(reason);
        }
        throw reason;
    }
}
