/** Plans that differ in everything that a comparison looks at, from few enough values that two of them share much. */
import fc from "fast-check";
import type {
    ConformancePackPlan,
    DeploymentPlan,
    RegionPlan,
    RemediationPlan,
    RulePlan,
} from "../../../lib/plan/plan.ts";
import { packOf, planOf, regionOf } from "../../components/plans.ts";

/** Names with a meaning to JavaScript among them. */
const NAMES = fc.constantFrom("a", "b", "c", "constructor", "__proto__");
const TYPES = fc.uniqueArray(fc.constantFrom("AWS::S3::Bucket", "AWS::IAM::User", "AWS::EC2::VPC"), { minLength: 1 });
const FREQUENCY = fc.constantFrom("One_Hour", "TwentyFour_Hours");

const value = fc.oneof(fc.constantFrom("1", "2"), fc.constant({ Ref: "Parameter" }));

const rule: fc.Arbitrary<RulePlan> = fc.record(
    {
        logicalId: NAMES,
        owner: fc.constant("AWS"),
        sourceIdentifier: fc.constantFrom("ROOT_ACCOUNT_MFA_ENABLED", "INCOMING_SSH_DISABLED", "IAM_USER_MFA_ENABLED"),
        location: fc.record({ file: fc.constant("packs/a.yaml"), line: fc.nat(9) }),
        name: NAMES,
        inputParameters: fc.dictionary(NAMES, value),
        scope: fc.record({ ComplianceResourceTypes: TYPES }),
        frequency: FREQUENCY,
        severity: fc.constantFrom("low", "high"),
        controls: fc.array(fc.record({ id: NAMES }), { maxLength: 2 }),
        condition: NAMES,
    },
    { requiredKeys: ["logicalId", "owner", "sourceIdentifier", "location"] },
);

const remediation: fc.Arbitrary<RemediationPlan> = fc.record(
    { logicalId: NAMES, rule: NAMES, document: NAMES, automatic: fc.boolean() },
    { requiredKeys: ["logicalId", "rule", "automatic"] },
);

const pack: fc.Arbitrary<ConformancePackPlan> = fc
    .record({
        name: NAMES,
        target: fc.constantFrom("account", "organization"),
        file: fc.constantFrom("packs/a.yaml", "packs/b.yaml"),
        template: fc.constantFrom("a", "b"),
        parameters: fc.uniqueArray(fc.record({ name: NAMES, value: NAMES }), { selector: ({ name }) => name }),
        excludedAccounts: fc.uniqueArray(fc.constantFrom("111122223333", "444455556666")),
        rules: fc.uniqueArray(rule, { selector: ({ logicalId }) => logicalId, maxLength: 4 }),
        remediations: fc.uniqueArray(remediation, { selector: ({ logicalId }) => logicalId, maxLength: 2 }),
    })
    .map((changes) => packOf(changes as Partial<ConformancePackPlan>));

const recorder = fc.oneof(
    fc.constant({ mode: "use", name: "default" }),
    fc.record({
        mode: fc.constantFrom("create", "adopt"),
        name: fc.constant("default"),
        recordingGroup: fc.record({
            strategy: fc.constantFrom(
                "ALL_SUPPORTED_RESOURCE_TYPES",
                "INCLUSION_BY_RESOURCE_TYPES",
                "EXCLUSION_BY_RESOURCE_TYPES",
            ),
            includeGlobalResourceTypes: fc.boolean(),
            resourceTypes: TYPES,
        }),
        recordingFrequency: fc.constantFrom("CONTINUOUS", "DAILY"),
        overrides: fc.constant([]),
    }),
);

const retention = fc.record({ mode: fc.constant("create"), days: fc.constantFrom(30, 2557) });

const packs = fc.uniqueArray(pack, { selector: ({ name }) => name, maxLength: 4 });

/** With a recorder, a bucket, aggregators and up to four packs. */
export const arbitraryPlan: fc.Arbitrary<DeploymentPlan> = fc
    .record({
        region: fc.constantFrom("eu-west-1", "us-east-1"),
        tags: fc.dictionary(NAMES, NAMES),
        deliveryBucket: fc.constantFrom(planOf().deliveryBucket, { mode: "use", name: "elsewhere" }),
        recorder,
        retention,
        aggregators: fc.uniqueArray(
            fc.record({
                name: NAMES,
                source: fc.constantFrom("organization", { accounts: ["self"] }),
                regions: fc.constantFrom("all", ["eu-west-1"]),
            }),
            { selector: ({ name }) => name, maxLength: 2 },
        ),
        packs,
    })
    .map((changes) => planOf(changes as Partial<DeploymentPlan>));

/** Up to three further regions, in the order in which a plan has them. */
const furtherRegions = fc
    .uniqueArray(
        fc.record({ region: fc.constantFrom("ap-south-1", "sa-east-1", "us-west-2"), recorder, retention, packs }),
        { selector: ({ region }) => region, minLength: 1 },
    )
    .map((regions) =>
        regions
            .map(({ region, ...changes }) => regionOf(region, changes as Partial<RegionPlan>))
            .sort((a, b) => (a.region < b.region ? -1 : 1)),
    );

/** With further regions. */
export const arbitraryRegionalPlan: fc.Arbitrary<DeploymentPlan> = fc
    .tuple(arbitraryPlan, furtherRegions)
    .map(([plan, regions]) => ({ ...plan, furtherRegions: regions }));
