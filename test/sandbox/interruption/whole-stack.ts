import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateLogGroupCommand, CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { RULES_FOLDER } from "../../../lib/rules/find.ts";
import { doctorReport } from "../doctor/run-doctor.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges } from "../end-to-end/outcome.ts";
import { createFunctionRole, zip } from "../emulator/function-fixture.ts";
import { packOf, PROJECT, type Project, REGION } from "../end-to-end/project-fixture.ts";
import { accountInventory, type AccountInventory } from "./account-inventory.ts";

const DOCUMENT = "ConformancePacks-EnableBucketPublicAccessBlock";

const REMEDIATED = `rules:
  s3-bucket-level-public-access-prohibited:
    severity: high
    remediation:
      document: ${DOCUMENT}
      parameters: { BucketName: RESOURCE_ID, DryRun: "false" }
`;

/** A function of somebody else, which the alert topic calls. */
const SUBSCRIBER = "pager";
const SUBSCRIBER_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${SUBSCRIBER}`;

const CONFIGURATION = `account: "${ACCOUNT}"
packs: { root: {}, large: {}, open: {}, own: {} }
aggregators: { here: { accounts: [self] } }
alertTopic: { enabled: true, subscriptions: [{ protocol: lambda, endpoint: "${SUBSCRIBER_ARN}" }] }
alerts: { enabled: true }
athena: { enabled: true }
auditTrail: { enabled: true }
digest: { enabled: true, topic: alerts }
thresholds: { packs: { open: { nonCompliantRules: 1 } }, dashboard: true }
`;

/** What there is, by kind; what AWS names are `keys`, or end so. */
export type StackInventory = Readonly<Record<string, readonly string[]>>;

/** What is interrupted. */
export interface StackKind<Inventory extends StackInventory> {
    /** Writes its files but for the pack `root`, and makes what has to be there before it. The emulator is empty by then. */
    prepare(project: Project): Promise<void> | void;
    inventory(project: Project): Promise<Inventory>;
    /** Does what a run has told to do. @returns whether there was anything @default nothing is told */
    follow?(project: Project, printed: string): Promise<boolean>;
}

/** Every kind of resource that an account's own stack can have. */
export const ACCOUNT_STACK: StackKind<AccountInventory> = { prepare: prepareAccount, inventory: accountInventory };

async function prepareAccount(project: Project): Promise<void> {
    await makeSubscriber(project);
    writeLarge(project);
    const { folder } = project;
    for (const own of [join("packs", "documents"), join("queries", "athena")]) {
        cpSync(join(PROJECT, own), join(folder, own), { recursive: true });
    }
    project.writePack("open", REMEDIATED);
    writeOwnRule(project);
    project.configure(CONFIGURATION);
}

async function makeSubscriber({ endpoint }: Project): Promise<void> {
    const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
    const settings = { endpoint, region: REGION, credentials, maxAttempts: 1 };
    await new LambdaClient(settings).send(
        new CreateFunctionCommand({
            FunctionName: SUBSCRIBER,
            Role: await createFunctionRole(settings),
            Runtime: "nodejs24.x",
            Handler: "index.handler",
            Code: { ZipFile: zip({ "index.mjs": "export const handler = () => undefined;" }) },
        }),
    );
    // There from the beginning, whether the function is called or not.
    await new CloudWatchLogsClient(settings).send(
        new CreateLogGroupCommand({ logGroupName: `/aws/lambda/${SUBSCRIBER}` }),
    );
}

/** The pack `large`, which goes through a bucket. */
export function writeLarge(project: Project): void {
    const filler = `Metadata: { Filler: "${"x".repeat(52_000)}" }\n`;
    project.writePack("large", packOf({ volumes: "ENCRYPTED_VOLUMES" }) + filler);
}

/** The pack `own`, whose rule is a function. */
export function writeOwnRule(project: Project): void {
    const rule = join(project.folder, RULES_FOLDER, "bucket-named");
    mkdirSync(rule, { recursive: true });
    const source = 'import { compliant } from "#rule";\n\nexport const evaluate = () => compliant();\n';
    writeFileSync(join(rule, "rule.ts"), source);
    writeFileSync(join(rule, "rule.yaml"), "description: Buckets have names.\nresourceTypes: [AWS::S3::Bucket]\n");
    project.writePack("own", "rules:\n  bucket-named:\n");
}

/** A stack that is interrupted, and what an undisturbed deployment of it makes. */
export class WholeStack<Inventory extends StackInventory = AccountInventory> {
    readonly #project: Project;
    readonly #kind: StackKind<Inventory>;
    #expected: Inventory | undefined;

    constructor(project: Project, kind: StackKind<Inventory>) {
        this.#project = project;
        this.#kind = kind;
        before("learn what an undisturbed deployment makes", async () => {
            await this.beginAnew();
            await project.up();
            this.#expected = await this.inventory();
            const empty = Object.entries(this.#expected).filter(([, names]) => names.length === 0);
            assert.deepEqual(empty, [], "the stack has none of these");
        });
    }

    /** What has to be there exactly once, whatever happened on the way. */
    get expected(): Inventory {
        assert.ok(this.#expected !== undefined, "no deployment yet");
        return this.#expected;
    }

    /** Forgets everything and writes the stack's files. */
    async beginAnew(): Promise<void> {
        await this.#project.beginAnew();
        this.writeRoot("ROOT_ACCOUNT_MFA_ENABLED");
        await this.#kind.prepare(this.#project);
    }

    writeRoot(identifier: string): void {
        this.#project.writePack("root", packOf({ "root-user": identifier }));
    }

    inventory(): Promise<Inventory> {
        return this.#kind.inventory(this.#project);
    }

    /** Does what a run that failed has told to do. @returns whether there was anything */
    async follow(printed: string): Promise<boolean> {
        return (await this.#kind.follow?.(this.#project, printed)) ?? false;
    }

    /**
     * The next update ends what was begun: everything is there once, and nothing is left to do. A key, which AWS names,
     * may be there once more, where an answer was lost and asked for again: then the doctor tells the command that deletes it.
     */
    async converges(): Promise<void> {
        await this.#project.up();
        await this.isWhole();
        assertChanges(await this.#project.preview(), []);
    }

    /**
     * Updates after a run that was killed. What AWS deleted and nobody heard of is found out by a refresh, as README.md says,
     * and as the update itself says then.
     *
     * @returns whether that was needed
     */
    async goesOn(): Promise<boolean> {
        let { failure, errors, warnings, printed } = await this.#project.attempt("up");
        if (failure !== undefined && (await this.follow(printed))) {
            ({ failure, errors, warnings, printed } = await this.#project.attempt("up"));
        }
        if (failure === undefined && !/interrupted while deleting/.test(warnings)) {
            return false;
        }
        assert.match(errors + warnings, /pulumi refresh/, printed);
        await this.#project.refresh();
        await this.#project.up();
        return true;
    }

    /** Everything is there once; what is there twice is told. */
    async isWhole(): Promise<void> {
        const [keys, others] = apart(await this.inventory());
        const [expected, expectedOthers] = apart(this.expected);
        assert.deepEqual(others, expectedOthers);
        if (keys.length !== expected.length) {
            const { remarks } = await doctorReport(this.#project);
            const told = remarks.filter((remark) => remark.includes("aws kms schedule-key-deletion --key-id"));
            assert.equal(told.length, keys.length - expected.length, remarks.join("\n"));
        }
    }
}

/** The keys, which AWS names, apart from what the stack names. */
function apart(inventory: StackInventory): readonly [keys: readonly string[], others: StackInventory] {
    const entries = Object.entries(inventory);
    const isKeys = ([kind]: readonly [string, unknown]): boolean => /(^| )keys$/.test(kind);
    return [
        entries.filter(isKeys).flatMap(([, keys]) => keys),
        Object.fromEntries(entries.filter((one) => !isKeys(one))),
    ];
}
