import assert from "node:assert/strict";
import { sortDiagnostics } from "../../../lib/diagnostic.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import { partitionOf } from "../../../lib/plan/partition.ts";
import { load, memoryFiles, places, planOf } from "../project.ts";

describe("the deployment plan", () => {
    it("of an empty configuration turns AWS Config on, and nothing more", () => {
        const plan = planOf("");
        assert.deepEqual(plan, {
            stack: "test",
            region: "eu-west-1",
            partition: "aws",
            homeRegion: "eu-west-1",
            tags: { "conformance-packs:stack": "test" },
            encryptionKey: {
                mode: "create",
                alias: "conformance-packs-test",
                deletionWindowInDays: 30,
                administrators: [],
            },
            deliveryBucket: {
                mode: "create",
                namePrefix: "config-history-test",
                lifecycle: { infrequentAccessAfterDays: 90, noncurrentVersionsExpireAfterDays: 365 },
            },
            deliveryTopic: { name: "conformance-packs-test-delivery", subscriptions: [] },
            role: { mode: "create" },
            recorder: {
                mode: "create",
                name: "default",
                recordingGroup: {
                    strategy: "ALL_SUPPORTED_RESOURCE_TYPES",
                    includeGlobalResourceTypes: true,
                    resourceTypes: [],
                },
                recordingFrequency: "CONTINUOUS",
                overrides: [],
            },
            deliveryChannel: { mode: "create", name: "default", snapshotDeliveryFrequency: "TwentyFour_Hours" },
            retention: { mode: "create", days: 2557 },
            aggregators: [],
            aggregateAuthorizations: [],
            packs: [],
        });
    });

    it("records global types in the home region only", () => {
        const group = (config: string): unknown => {
            const { recorder } = planOf(config);
            return recorder.mode === "use" ? undefined : recorder.recordingGroup.includeGlobalResourceTypes;
        };
        assert.equal(group("  conformance-packs:homeRegion: eu-west-1\n"), true);
        assert.equal(group("  conformance-packs:homeRegion: us-east-1\n"), false);
        assert.equal(
            group(
                "  conformance-packs:homeRegion: us-east-1\n  conformance-packs:recorder: { globalResourceTypes: true }\n",
            ),
            true,
        );
    });

    it("leaves bucket, key and topic to whom the delivery channel belongs, unless they are asked for", () => {
        const used = "  conformance-packs:deliveryChannel: { mode: use, name: theirs }\n";
        const plan = planOf(used);
        assert.deepEqual(plan.deliveryBucket, { mode: "none" });
        assert.deepEqual(plan.encryptionKey, { mode: "none" });
        assert.equal(plan.deliveryTopic, undefined);
        const asked = planOf(
            `${used}  conformance-packs:deliveryBucket: { prefix: a }\n  conformance-packs:deliveryTopic: { enabled: true }\n`,
        );
        assert.equal(asked.deliveryBucket.mode, "create");
        assert.equal(asked.encryptionKey.mode, "create");
        assert.ok(asked.deliveryTopic);
    });

    it("gives a list of resource types the strategy that AWS demands", () => {
        const { recorder } = planOf(
            "  conformance-packs:recorder: { record: { except: [AWS::S3::Bucket, AWS::EC2::VPC] } }\n",
        );
        assert.deepEqual(recorder.mode === "create" && recorder.recordingGroup, {
            strategy: "EXCLUSION_BY_RESOURCE_TYPES",
            includeGlobalResourceTypes: false,
            resourceTypes: ["AWS::EC2::VPC", "AWS::S3::Bucket"],
        });
    });

    it("adds the global types to the exclusions outside the home region", () => {
        const { recorder } = planOf(
            "  conformance-packs:homeRegion: us-east-1\n" +
                "  conformance-packs:recorder: { record: { except: [AWS::S3::Bucket, AWS::IAM::Role] } }\n",
        );
        assert.deepEqual(recorder.mode === "create" && recorder.recordingGroup.resourceTypes, [
            "AWS::IAM::Group",
            "AWS::IAM::Policy",
            "AWS::IAM::Role",
            "AWS::IAM::User",
            "AWS::S3::Bucket",
        ]);
    });

    it("names a pack after its file, or as it is told", () => {
        const plan = planOf("  conformance-packs:packs: { root: , other: { file: root.yaml, parameters: {} } }\n");
        assert.deepEqual(
            plan.packs.map(({ name, file, target, resources }) => ({ name, file, target, resources })),
            [
                { name: "root", file: "packs/root.yaml", target: "account", resources: 1 },
                { name: "other", file: "packs/root.yaml", target: "account", resources: 1 },
            ],
        );
    });

    it("moves a template over 51,200 bytes to S3, under a key that follows its content", () => {
        const template = (bytes: number): string => `Description: "${"x".repeat(bytes)}"\nResources:\n  R:
    Type: AWS::Config::ConfigRule\n    Properties:\n      Source: {Owner: AWS, SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED}\n`;
        const bytes = (text: string): number => Buffer.byteLength(text);
        const fill = 51_200 - bytes(template(0));
        const plan = (size: number): ReturnType<typeof planOf> =>
            planOf("  conformance-packs:packs: { big: {} }\n", { "big.yaml": template(size) });
        assert.equal(plan(fill).packs[0]?.bytes, 51_200);
        assert.deepEqual(plan(fill).packs[0]?.delivery, { kind: "inline" });
        assert.equal(plan(fill).templateBucket, undefined);
        const [one, two] = [plan(fill + 1), plan(fill + 2)];
        assert.deepEqual(one.templateBucket, { namePrefix: "config-packs-test" });
        const keys = [one, two].map(({ packs: [pack] }) => pack?.delivery.kind === "s3" && pack.delivery.objectKey);
        assert.match(String(keys[0]), /^big\/[0-9a-f]{32}\.yaml$/);
        assert.notEqual(keys[0], keys[1]);
        assert.deepEqual(
            places(load("  conformance-packs:packs: { big: {} }\n", { "big.yaml": template(307_200) }).diagnostics),
            ["Pulumi.test.yaml:3:30 template-too-large"],
        );
    });

    it("keeps objects readable: no transition later than the next, none to an archive", () => {
        const lifecycle = (settings: string): unknown => {
            const { deliveryBucket } = planOf(`  conformance-packs:deliveryBucket: { lifecycle: { ${settings} } }\n`);
            return "lifecycle" in deliveryBucket ? deliveryBucket.lifecycle : undefined;
        };
        const noncurrentVersionsExpireAfterDays = 365;
        assert.deepEqual(lifecycle("glacierInstantRetrievalAfterDays: 60"), {
            glacierInstantRetrievalAfterDays: 60,
            noncurrentVersionsExpireAfterDays,
        });
        assert.deepEqual(lifecycle("expireAfterDays: 400, glacierInstantRetrievalAfterDays: 120"), {
            infrequentAccessAfterDays: 90,
            glacierInstantRetrievalAfterDays: 120,
            expireAfterDays: 400,
            noncurrentVersionsExpireAfterDays,
        });
    });

    const packFault = "  conformance-packs:packs:\n    root: ";
    const faults: readonly [fault: string, config: string, expected: readonly string[]][] = [
        ["a pack that does not exist", "  conformance-packs:packs: { rot: {} }", ["3:30 no-such-pack"]],
        ["a parameter that the pack lacks", `${packFault}{ parameters: { Day: 1 } }`, ["4:27 unknown-parameter"]],
        ["a used bucket without a name", "  conformance-packs:deliveryBucket: { mode: use }", ["3:3 missing-setting"]],
        ["a used key without an ARN", "  conformance-packs:encryptionKey: { mode: use }", ["3:3 missing-setting"]],
        [
            "a key that would encrypt nothing",
            "  conformance-packs:deliveryBucket: { mode: use, name: central-history }\n" +
                "  conformance-packs:encryptionKey: { alias: mine }",
            ["4:3 key-without-bucket"],
        ],
        [
            "an ARN for a key that is created",
            "  conformance-packs:encryptionKey: { arn: 'arn:aws:kms:eu-west-1:123456789012:key/1' }",
            ["3:38 arn-of-new-key"],
        ],
        [
            "an ARN for the service-linked role",
            "  conformance-packs:role: { arn: 'arn:aws:iam::123456789012:role/x' }",
            ["3:29 arn-of-service-linked-role"],
        ],
        [
            "a key of another region",
            "  conformance-packs:encryptionKey: { mode: use, arn: 'arn:aws:kms:eu-west-2:123456789012:key/1' }",
            ["3:49 key-of-another-region"],
        ],
        [
            "one bucket for history and for query results",
            "  conformance-packs:deliveryBucket: { name: history }\n" +
                "  conformance-packs:athena: { enabled: true, resultsBucket: { name: history } }",
            ["4:46 repeated-bucket-name"],
        ],
        ["a home region elsewhere", "  conformance-packs:homeRegion: cn-north-1", ["3:3 home-region-elsewhere"]],
        ["a name for a new recorder", "  conformance-packs:recorder: { name: mine }", ["3:33 name-of-new"]],
        ["a name for a new channel", "  conformance-packs:deliveryChannel: { name: mine }", ["3:40 name-of-new"]],
        [
            "global types beside a list",
            "  conformance-packs:recorder:\n    globalResourceTypes: true\n    record: { only: [AWS::S3::Bucket] }",
            ["4:5 global-types-by-list"],
        ],
        [
            "a transition that S3 refuses",
            "  conformance-packs:deliveryBucket:\n    lifecycle:\n      infrequentAccessAfterDays: 60\n" +
                "      glacierInstantRetrievalAfterDays: 80",
            ["6:7 transition-too-early"],
        ],
        [
            "history that ends before it moves",
            "  conformance-packs:deliveryBucket:\n    lifecycle: { infrequentAccessAfterDays: 60, expireAfterDays: 50 }",
            ["4:49 expires-before-transition"],
        ],
        [
            "a subscription that stands twice",
            "  conformance-packs:alertTopic:\n    enabled: true\n    subscriptions:\n" +
                "      - { protocol: email, endpoint: a@example.com }\n".repeat(2),
            ["7:9 repeated-subscription"],
        ],
        [
            "an authorization that stands twice",
            "  conformance-packs:aggregateAuthorizations:\n" +
                "    - { account: '123456789012', region: eu-west-1 }\n".repeat(2),
            ["5:7 repeated-authorization"],
        ],
    ];
    for (const [fault, config, expected] of faults) {
        it(`is refused for ${fault}`, () => {
            const { plan, diagnostics } = load(`${config}\n`);
            assert.equal(plan, undefined);
            assert.deepEqual(
                places(sortDiagnostics(diagnostics)),
                expected.map((place) => `Pulumi.test.yaml:${place}`),
            );
            assert.ok(diagnostics.every(({ hint, code }) => hint !== undefined || code === "missing-setting"));
        });
    }

    it("demands a value for a parameter without a default, and says where a default would go", () => {
        const { diagnostics } = load("  conformance-packs:packs: { root: {} }\n", {
            "root.yaml":
                "Parameters:\n  Days: { Type: String }\nResources:\n  R: { Type: AWS::Config::ConfigRule, Properties: { InputParameters: { maxAccessKeyAge: !Ref Days }, Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED } } }\n",
        });
        assert.deepEqual(places(diagnostics), ["Pulumi.test.yaml:3:30 missing-parameter"]);
        assert.match(diagnostics[0]?.hint ?? "", /packs\/root\.yaml:2/);
    });

    it("counts packs and rules against AWS Config's quotas", () => {
        const packs = Array.from({ length: 51 }, (_, number) => `    p${number}: { file: root }\n`).join("");
        const errors = load(`  conformance-packs:packs:\n${packs}`).diagnostics.filter(
            ({ severity }) => severity === "error",
        );
        assert.deepEqual(places(errors), ["Pulumi.test.yaml:3:3 too-many-packs"]);
    });

    it("warns of an encrypted delivery topic, and goes on", () => {
        const { plan, diagnostics } = load(
            "  conformance-packs:deliveryTopic: { kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1' }\n",
        );
        assert.ok(plan);
        assert.deepEqual(
            diagnostics.map(({ severity, code }) => [severity, code]),
            [["warning", "encrypted-delivery-topic"]],
        );
    });

    it("needs a region and a stack", () => {
        const found = (text: string | undefined): string[] =>
            places(
                loadPlan({ stack: "test", files: memoryFiles(text === undefined ? {} : { "Pulumi.test.yaml": text }) })
                    .diagnostics,
            );
        assert.deepEqual(found(undefined), ["Pulumi.test.yaml:undefined:undefined no-such-stack"]);
        assert.deepEqual(found("config:\n  a:b: c\n"), ["Pulumi.test.yaml:1:1 missing-region"]);
        assert.deepEqual(found("config:\n  aws:region: Ireland\n"), ["Pulumi.test.yaml:2:3 invalid-region"]);
    });

    it("checks an account as the file has it, whatever the engine makes of it", () => {
        const { diagnostics } = loadPlan({
            stack: "test",
            files: memoryFiles({
                "Pulumi.test.yaml": "config:\n  aws:region: eu-west-1\n  conformance-packs:account: 123456789012\n",
            }),
            values: { account: "123456789012", homeRegion: "" },
            region: "eu-west-1",
        });
        assert.deepEqual(places(diagnostics), ["Pulumi.test.yaml:3:3 invalid-setting"]);
    });

    it("knows the partition of a region", () => {
        assert.deepEqual(["eu-west-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1"].map(partitionOf), [
            "aws",
            "aws-cn",
            "aws-us-gov",
            "aws-iso",
        ]);
    });
});
