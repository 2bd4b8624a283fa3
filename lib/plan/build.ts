/** Settings and pack files in, deployment plan out: pure, so that a program, a command and a test get the same. */
import type { Diagnostic } from "../diagnostic.ts";
import { hasErrors } from "../diagnostic.ts";
import { Findings, nameOf, type PlanInput } from "./context.ts";
import { planAlerts } from "./alerts.ts";
import { checkAggregators } from "./aggregator-limits.ts";
import { planAlertTopic, planDeliveryBucket, planEncryptionKey } from "./delivery.ts";
import { planDigest } from "./digest.ts";
import { planMembers } from "./members.ts";
import { PackReader } from "./pack-reader.ts";
import { planHistoryArchive } from "./history-archive.ts";
import { planHistoryQueries } from "./history-queries.ts";
import { planOrganization } from "./organization.ts";
import { partitionOf } from "./partition.ts";
import type { AggregatorPlan, AuditTrailPlan, DeploymentPlan } from "./plan.ts";
import { checkPolicySizes } from "./policy-sizes.ts";
import { checkHomeRegion, planRole } from "./recording.ts";
import { planFurtherRegions, planRegion } from "./regions.ts";
import { ownerOfFunctions, planRuleFunctions, withRuleActions } from "./rule-functions.ts";
import {
    checkAutomationRoles,
    planAutomationRoles,
    planMemberDocuments,
    planRolesForOthers,
    withAutomationRoles,
} from "./remediation-roles.ts";
import { REPEATED_BUCKET_HINT, repeatedBuckets } from "./repeated-buckets.ts";
import { deliverTemplates } from "./template-delivery.ts";

/** The tag by which everything of a stack is found again. */
export const STACK_TAG = "conformance-packs:stack";

/** Tells a stack's keys apart, whose identifiers AWS chooses: the value is the name of the key's component. */
export const KEY_TAG = "conformance-packs:key";

/**
 * Builds the deployment plan of a stack.
 *
 * @returns the plan where nothing is wrong, and every finding: warnings come with a plan, errors without
 */
export function buildPlan(input: PlanInput): { plan?: DeploymentPlan; diagnostics: readonly Diagnostic[] } {
    const { stack, region, home, settings } = input;
    const findings = new Findings(input.locate);
    const reader = new PackReader(input.files, findings, ownerOfFunctions(input), input.packs);
    const { own, furtherRegions } = deliverTemplates(
        planRegion(input, reader, findings),
        planFurtherRegions(input, reader, findings),
        input,
    );
    checkHomeRegion(input, findings);
    checkAggregators(input, findings);
    const alertTopic = planAlertTopic(input, findings);
    const alerts = planAlerts(input, alertTopic, findings);
    const auditTrail = planAuditTrail(input);
    const organization = planOrganization(input, findings);
    const deliveryBucket = planDeliveryBucket(input, findings);
    const historyArchive = planHistoryArchive(input, findings);
    const historyQueries = planHistoryQueries(input, deliveryBucket, [own, ...furtherRegions], findings);
    const withoutMembers: DeploymentPlan = {
        stack,
        ...(settings.account !== undefined && { account: settings.account }),
        ...own,
        partition: partitionOf(region),
        homeRegion: home,
        tags: { ...settings.tags, [STACK_TAG]: stack },
        encryptionKey: planEncryptionKey(input, findings),
        deliveryBucket,
        ...(historyArchive !== undefined && { historyArchive }),
        ...(alertTopic !== undefined && { alertTopic }),
        ...(alerts !== undefined && { alerts }),
        role: planRole(input, findings),
        aggregators: planAggregators(input),
        aggregateAuthorizations: planAuthorizations(input, findings),
        ...(furtherRegions.length > 0 && { furtherRegions }),
        ...(auditTrail !== undefined && { auditTrail }),
        ...(historyQueries !== undefined && { historyQueries }),
        ...(organization !== undefined && { organization }),
    };
    const regions = [own, ...furtherRegions];
    const members = planMembers(input, withoutMembers, findings);
    const ruleFunctions = planRuleFunctions(input, regions, members, findings);
    const remediationRoles = [
        ...planAutomationRoles(regions.flatMap(({ packs }) => packs)),
        ...planRolesForOthers(input, findings),
    ];
    const memberDocuments = planMemberDocuments(regions, members);
    const digest = planDigest(input, withoutMembers, findings);
    const plan: DeploymentPlan = {
        ...withoutMembers,
        ...(remediationRoles.length > 0 && { remediationRoles }),
        ...(memberDocuments !== undefined && { memberDocuments }),
        ...(digest !== undefined && { digest }),
        ...(ruleFunctions !== undefined && { ruleFunctions }),
        ...(members !== undefined && {
            members: withAutomationRoles(withRuleActions(members, regions, ruleFunctions), remediationRoles),
        }),
    };
    checkPolicySizes(plan, findings);
    checkAutomationRoles(plan, input, findings);
    for (const { path, message } of repeatedBuckets(plan)) {
        findings.error(path, "repeated-bucket-name", message, REPEATED_BUCKET_HINT);
    }
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
    const name = nameOf(stack);
    // The trail's name is the alias of the delivery bucket's key.
    const names = { name: `conformance-packs-${name}`, keyAlias: `config-audit-trail-${name}` };
    return enabled ? { ...names, allRegions, organization } : undefined;
}
