/** Two accounts with packs, recorded, and with evaluations that came through the API. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
    ConfigServiceClient,
    DescribeConfigRulesCommand,
    PutAggregationAuthorizationCommand,
    PutConfigurationAggregatorCommand,
    PutConformancePackCommand,
    PutExternalEvaluationCommand,
} from "@aws-sdk/client-config-service";
import { parsePack } from "../../../lib/pack/parse.ts";
import { settledPack, startRecording } from "../emulator/config-fixture.ts";
import { ACCOUNT, type ClientSettings, REGION } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "../emulator/organization-fixture.ts";

export const AGGREGATOR = "everything";

/** Packs of the project, in the compact form. */
export const PACKS = {
    storage: `rules:
  s3-bucket-public-read-prohibited: { severity: critical, controls: { CIS: ["2.1"] } }
  s3-bucket-versioning-enabled: { severity: low, controls: { CIS: ["2.6"] } }
  s3-bucket-logging-enabled: {}
`,
    audit: `rules:
  s3-bucket-logging-enabled: { severity: high, controls: { CIS: ["3.6"] } }
`,
};

/** @param templates by the packs' names, as `packs render` prints them */
export async function deployPacks(
    config: ConfigServiceClient,
    templates: Readonly<Record<string, string>>,
): Promise<void> {
    for (const [name, body] of Object.entries(templates)) {
        await config.send(new PutConformancePackCommand({ ConformancePackName: name, TemplateBody: body }));
    }
    for (const name of Object.keys(templates)) {
        await settledPack(config, name);
    }
}

/** Brings a result for every rule whose name begins so. */
export async function evaluate(
    config: ConfigServiceClient,
    rule: string,
    results: Readonly<Record<string, "COMPLIANT" | "NON_COMPLIANT">>,
): Promise<void> {
    const { ConfigRules: rules = [] } = await config.send(new DescribeConfigRulesCommand({}));
    const named = rules.filter(({ ConfigRuleName: name }) => name?.startsWith(`${rule}-conformance-pack-`));
    if (named.length === 0) {
        throw new Error(`no rule ${rule}`);
    }
    for (const { ConfigRuleName } of named) {
        for (const [bucket, compliance] of Object.entries(results)) {
            await config.send(
                new PutExternalEvaluationCommand({
                    ConfigRuleName,
                    ExternalEvaluation: {
                        ComplianceResourceType: "AWS::S3::Bucket",
                        ComplianceResourceId: bucket,
                        ComplianceType: compliance,
                        OrderingTimestamp: new Date(),
                    },
                }),
            );
        }
    }
}

/** An organization of two accounts that record, and an aggregator over both. @returns the member and its client */
export async function createAccounts(
    settings: ClientSettings,
): Promise<{ member: string; memberConfig: ConfigServiceClient }> {
    await createOrganization(settings);
    const member = await createMember(settings, "member");
    const theirs = await memberSettings(settings, member);
    await startRecording(theirs, member);
    await startRecording(settings);
    const memberConfig = new ConfigServiceClient(theirs);
    await memberConfig.send(
        new PutAggregationAuthorizationCommand({ AuthorizedAccountId: ACCOUNT, AuthorizedAwsRegion: REGION }),
    );
    await new ConfigServiceClient(settings).send(
        new PutConfigurationAggregatorCommand({
            ConfigurationAggregatorName: AGGREGATOR,
            AccountAggregationSources: [{ AccountIds: [ACCOUNT, member], AllAwsRegions: true }],
        }),
    );
    return { member, memberConfig };
}

/**
 * Writes a project with the packs into a folder.
 *
 * @param stack text of the stack file
 * @returns the packs' templates by name
 */
export function writeProject(folder: string, stack: string): Record<string, string> {
    mkdirSync(join(folder, "packs"));
    writeFileSync(join(folder, "Pulumi.dev.yaml"), stack);
    const templates: Record<string, string> = {};
    for (const [name, text] of Object.entries(PACKS)) {
        writeFileSync(join(folder, "packs", `${name}.yaml`), text);
        templates[name] = parsePack(`packs/${name}.yaml`, text).pack?.body ?? "";
    }
    return templates;
}
