import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
    ConfigServiceClient,
    DescribeConformancePackComplianceCommand,
    DescribeConformancePackStatusCommand,
} from "@aws-sdk/client-config-service";
import { IAMClient } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
    GetBucketEncryptionCommand,
    GetBucketPolicyCommand,
    GetBucketVersioningCommand,
    GetPublicAccessBlockCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import type { PolicyDocument } from "../../../lib/policies/policy-document.ts";

/** The account that made-up credentials belong to. */
export const ACCOUNT = "123456789012";

/** A request as the emulator's journal keeps it. */
export interface RecordedRequest {
    readonly sequence: number;
    readonly service: string;
    readonly operation: string;
    readonly account: string;
    readonly errorCode: string | null;
}

/** See sandbox/emulator/fault_injection.py. */
export interface Fault {
    readonly service: string;
    readonly operation: string;
    /** @default any */
    readonly account?: string;
    readonly status: number;
    readonly code: string;
    readonly message?: string;
    /** How many calls meet it. @default 1 */
    readonly count?: number;
    /** The call is carried out, and only its answer is lost. */
    readonly afterwards?: boolean;
}

/** AWS past Pulumi: what there is, what was asked, and what somebody else does there. */
export class Account {
    readonly config: ConfigServiceClient;
    readonly iam: IAMClient;
    readonly kms: KMSClient;
    readonly s3: S3Client;
    readonly sns: SNSClient;
    readonly #endpoint: string;

    constructor(endpoint: string, region: string) {
        const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
        const settings = { endpoint, region, credentials, maxAttempts: 1 };
        this.#endpoint = endpoint;
        this.config = new ConfigServiceClient(settings);
        this.iam = new IAMClient(settings);
        this.kms = new KMSClient(settings);
        this.s3 = new S3Client({ ...settings, forcePathStyle: true });
        this.sns = new SNSClient(settings);
    }

    /** What keeps a bucket safe, as S3 tells it. */
    async bucket(name: string) {
        const bucket = { Bucket: name };
        const encryption = await this.s3.send(new GetBucketEncryptionCommand(bucket));
        const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
        const access = await this.s3.send(new GetPublicAccessBlockCommand(bucket));
        const policy = await this.s3.send(new GetBucketPolicyCommand(bucket));
        return {
            algorithm: rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
            keyArn: rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
            bucketKey: rule?.BucketKeyEnabled,
            versioning: (await this.s3.send(new GetBucketVersioningCommand(bucket))).Status,
            publicAccessBlock: access.PublicAccessBlockConfiguration,
            policy: JSON.parse(policy.Policy ?? "{}") as PolicyDocument,
        };
    }

    /** `Enabled`, `PendingDeletion`, … */
    async keyState(keyId: string): Promise<string | undefined> {
        return (await this.kms.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata?.KeyState;
    }

    /** State and rules of every pack, by name. */
    async packs(): Promise<Record<string, { state: string | undefined; rules: string[] }>> {
        const { ConformancePackStatusDetails: found = [] } = await this.config.send(
            new DescribeConformancePackStatusCommand({}),
        );
        const entries = found.map(async ({ ConformancePackName: name = "", ConformancePackState: state }) => {
            const { ConformancePackRuleComplianceList: rules = [] } = await this.config.send(
                new DescribeConformancePackComplianceCommand({ ConformancePackName: name }),
            );
            // AWS Config appends `-conformance-pack-<id>` to the names of a pack's rules.
            return [
                name,
                {
                    state,
                    rules: rules
                        .map(({ ConfigRuleName: rule = "" }) => rule.replace(/-conformance-pack-.*/, ""))
                        .sort(),
                },
            ] as const;
        });
        return Object.fromEntries(await Promise.all(entries));
    }

    /** Waits, for ten seconds at most, until a pack is gone. */
    async packGone(name: string): Promise<void> {
        for (let attempt = 0; attempt < 100 && name in (await this.packs()); attempt++) {
            await delay(100);
        }
        assert.ok(!(name in (await this.packs())), `the pack ${name} is still there`);
    }

    /** The number of the last request: a place in the journal to look from. */
    async now(): Promise<number> {
        return (await this.#journal(0)).last;
    }

    /** Requests since then that change something, as `service:Operation`. */
    async writesSince(sequence: number): Promise<string[]> {
        return (await this.operationsSince(sequence)).filter((name) => !/:(Get|List|Describe|Head)/.test(name));
    }

    /** Requests since then, of one account where it is named, as `service:Operation`. */
    async operationsSince(sequence: number, account?: string): Promise<string[]> {
        const { requests } = await this.#journal(sequence);
        return requests
            .filter((request) => account === undefined || request.account === account)
            .map(({ service, operation }) => `${service}:${operation}`);
    }

    async injectFault(fault: Fault): Promise<void> {
        const response = await fetch(new URL("/sandbox/faults", this.#endpoint), {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify(fault),
        });
        assert.equal(response.status, 201, await response.text());
    }

    /** How many calls met each of the injected faults. */
    async faultsMet(): Promise<number[]> {
        const answer = await fetch(new URL("/sandbox/faults", this.#endpoint));
        return ((await answer.json()) as { faults: { met: number }[] }).faults.map(({ met }) => met);
    }

    async #journal(since: number): Promise<{ requests: RecordedRequest[]; last: number }> {
        const answer = await fetch(new URL(`/sandbox/requests?since=${since}`, this.#endpoint));
        return (await answer.json()) as { requests: RecordedRequest[]; last: number };
    }
}
