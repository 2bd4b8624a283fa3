/** Settings and pack files in, deployment plan out: pure, so that a program, a command and a test get the same. */
import type { Diagnostic } from "../diagnostic.ts";
import { hasErrors } from "../diagnostic.ts";
import { Findings, nameOf, type PlanInput } from "./context.ts";
import { planAlertTopic, planDeliveryBucket, planDeliveryTopic, planEncryptionKey } from "./delivery.ts";
import { planPacks } from "./packs.ts";
import { partitionOf } from "./partition.ts";
import type { AggregatorPlan, AuditTrailPlan, DeploymentPlan } from "./plan.ts";
import { planDeliveryChannel, planRecorder, planRole } from "./recording.ts";

/** The tag by which everything of a stack is found again. */
export const STACK_TAG = "conformance-packs:stack";

/**
 * Builds the deployment plan of a stack.
 *
 * @returns the plan where nothing is wrong, and every finding: warnings come with a plan, errors without
 */
export function buildPlan(input: PlanInput): { plan?: DeploymentPlan; diagnostics: readonly Diagnostic[] } {
    const { stack, region, settings } = input;
    const findings = new Findings(input.locate);
    const deliveryTopic = planDeliveryTopic(input, findings);
    const alertTopic = planAlertTopic(input, findings);
    const packs = planPacks(input, findings);
    const auditTrail = planAuditTrail(input);
    const plan: DeploymentPlan = {
        stack,
        ...(settings.account !== undefined && { account: settings.account }),
        region,
        partition: partitionOf(region),
        homeRegion: settings.homeRegion ?? region,
        tags: { ...settings.tags, [STACK_TAG]: stack },
        encryptionKey: planEncryptionKey(input, findings),
        deliveryBucket: planDeliveryBucket(input, findings),
        ...(deliveryTopic !== undefined && { deliveryTopic }),
        ...(alertTopic !== undefined && { alertTopic }),
        role: planRole(input, findings),
        recorder: planRecorder(input, findings),
        deliveryChannel: planDeliveryChannel(input, findings),
        retention: { mode: settings.retention.mode, days: settings.retention.days },
        aggregators: planAggregators(input),
        aggregateAuthorizations: planAuthorizations(input, findings),
        packs,
        ...(packs.some((pack) => pack.delivery.kind === "s3") && {
            templateBucket: {
                ...(settings.templateBucket.name !== undefined && { name: settings.templateBucket.name }),
                namePrefix: `config-packs-${nameOf(stack)}`,
            },
        }),
        ...(auditTrail !== undefined && { auditTrail }),
    };
    return { ...(!hasErrors(findings.all) && { plan }), diagnostics: findings.all };
}

function planAggregators({ settings }: PlanInput): AggregatorPlan[] {
    return Object.entries(settings.aggregators).map(([name, aggregator]) => ({
        name,
        source: "organization" in aggregator ? "organization" : { accounts: [...new Set(aggregator.accounts)].sort() },
        regions: aggregator.regions === "all" ? "all" : [...new Set(aggregator.regions)].sort(),
    }));
}

function planAuthorizations({ settings }: PlanInput, findings: Findings): DeploymentPlan["aggregateAuthorizations"] {
    const keys = settings.aggregateAuthorizations.map(({ account, region }) => `${account} ${region}`);
    keys.forEach((key, index) => {
        if (keys.indexOf(key) !== index) {
            findings.error(
                ["aggregateAuthorizations", index],
                "repeated-authorization",
                `aggregateAuthorizations[${keys.indexOf(key)}] authorizes ${key} already`,
                "remove one of the two",
            );
        }
    });
    return settings.aggregateAuthorizations;
}

function planAuditTrail({ stack, settings }: PlanInput): AuditTrailPlan | undefined {
    const { enabled, allRegions, organization } = settings.auditTrail;
    return enabled ? { name: `conformance-packs-${nameOf(stack)}`, allRegions, organization } : undefined;
}
