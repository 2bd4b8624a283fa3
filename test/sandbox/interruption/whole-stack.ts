import assert from "node:assert/strict";
import { DescribeConfigurationRecordersCommand, DescribeDeliveryChannelsCommand } from "@aws-sdk/client-config-service";
import { ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import { doctorReport } from "../doctor/run-doctor.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges } from "../end-to-end/outcome.ts";
import { packOf, type Project, REGION } from "../end-to-end/project-fixture.ts";

/** What has to be there exactly once, whatever happened on the way. */
export const EXPECTED = {
    aliases: ["alias/conformance-packs-test", "alias/conformance-packs-test-alerts"],
    buckets: [`config-history-test-${ACCOUNT}-${REGION}`, `config-packs-test-${ACCOUNT}-${REGION}`],
    channels: ["default"],
    keys: 2,
    packs: ["large CREATE_COMPLETE of 1", "root CREATE_COMPLETE of 1"],
    recorders: ["default"],
    topics: ["conformance-packs-test-alerts", "conformance-packs-test-delivery"],
};

/** A stack with one of each kind of resource, to be interrupted, and what has to become of it. */
export class WholeStack {
    readonly #project: Project;

    constructor(project: Project) {
        this.#project = project;
    }

    /** Forgets everything and writes the stack's files. */
    async beginAnew(): Promise<void> {
        await this.#project.beginAnew();
        this.writeRoot("ROOT_ACCOUNT_MFA_ENABLED");
        const filler = `Metadata: { Filler: "${"x".repeat(52_000)}" }\n`;
        this.#project.writePack("large", packOf({ keys: "IAM_ROOT_ACCESS_KEY_CHECK" }) + filler);
        this.#project.configure("packs: { root: {}, large: {} }\nalertTopic: { enabled: true }\n");
    }

    writeRoot(identifier: string): void {
        this.#project.writePack("root", packOf({ "root-user": identifier }));
    }

    async inventory(): Promise<typeof EXPECTED> {
        const account = this.#project.account;
        const { config, kms, s3, sns } = account;
        const aliases = (await kms.send(new ListAliasesCommand({}))).Aliases ?? [];
        const buckets = (await s3.send(new ListBucketsCommand({}))).Buckets ?? [];
        const channels = (await config.send(new DescribeDeliveryChannelsCommand({}))).DeliveryChannels ?? [];
        const recorders =
            (await config.send(new DescribeConfigurationRecordersCommand({}))).ConfigurationRecorders ?? [];
        const topics = (await sns.send(new ListTopicsCommand({}))).Topics ?? [];
        const keys = (await kms.send(new ListKeysCommand({}))).Keys ?? [];
        const states = await Promise.all(keys.map(({ KeyId: key = "" }) => account.keyState(key)));
        const packs = Object.entries(await account.packs());
        const isOurs = ({ AliasName: name = "" }): boolean => !name.startsWith("alias/aws/");
        return {
            aliases: aliases
                .filter(isOurs)
                .map(({ AliasName: name = "" }) => name)
                .sort(),
            buckets: buckets.map(({ Name: name = "" }) => name).sort(),
            channels: channels.map(({ name = "" }) => name),
            keys: states.filter((state) => state === "Enabled").length,
            packs: packs.map(([name, { state, rules }]) => `${name} ${state ?? ""} of ${rules.length}`).sort(),
            recorders: recorders.map(({ name = "" }) => name),
            topics: topics.map(({ TopicArn: arn = "" }) => arn.split(":").at(-1) ?? "").sort(),
        };
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

    /** Everything is there once; what is there twice is told. */
    async isWhole(): Promise<void> {
        const { keys, ...others } = await this.inventory();
        const { keys: expected, ...expectedOthers } = EXPECTED;
        assert.deepEqual(others, expectedOthers);
        if (keys !== expected) {
            const { remarks } = await doctorReport(this.#project);
            const told = remarks.filter((remark) => remark.includes("aws kms schedule-key-deletion --key-id"));
            assert.equal(told.length, keys - expected, remarks.join("\n"));
        }
    }
}
