import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
    ConfigServiceClient,
    DeleteConformancePackCommand,
    DeleteOrganizationConformancePackCommand,
    DescribeConfigRulesCommand,
    DescribeConformancePacksCommand,
    DescribeOrganizationConformancePacksCommand,
    DescribeOrganizationConformancePackStatusesCommand,
    GetOrganizationConformancePackDetailedStatusCommand,
    PutConfigurationAggregatorCommand,
    PutOrganizationConformancePackCommand,
} from "@aws-sdk/client-config-service";
import type {
    ConformancePackDetail,
    OrganizationConformancePackStatus,
    PutOrganizationConformancePackCommandInput,
} from "@aws-sdk/client-config-service";
import { CreateRoleCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
    EnableAWSServiceAccessCommand,
    ListAWSServiceAccessForOrganizationCommand,
    ListDelegatedAdministratorsCommand,
    OrganizationsClient,
    RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createBucket, createRecorder } from "./config-fixture.ts";
import { ACCOUNT, useEmulator } from "./emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "./organization-fixture.ts";

const SETUP_SERVICE = "config-multiaccountsetup.amazonaws.com";
const BODY = `
Resources:
  Rule:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: versioning
      Source: { Owner: AWS, SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED }
`;

describe("AWS emulator: organization conformance pack", () => {
    const fixture = useEmulator();
    const config = (): ConfigServiceClient => new ConfigServiceClient(fixture.settings());
    const organizations = (): OrganizationsClient => new OrganizationsClient(fixture.settings());
    const enable = (ServicePrincipal: string): Promise<unknown> =>
        organizations().send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
    const put = (
        input: Partial<PutOrganizationConformancePackCommandInput> = {},
        client: ConfigServiceClient = config(),
    ): Promise<unknown> =>
        client.send(
            new PutOrganizationConformancePackCommand({
                OrganizationConformancePackName: "baseline",
                TemplateBody: BODY,
                ...input,
            }),
        );
    const memberClient = async (account: string): Promise<ConfigServiceClient> =>
        new ConfigServiceClient(await memberSettings(fixture.settings(), account));
    const packsIn = async (client: ConfigServiceClient): Promise<ConformancePackDetail[]> =>
        (await client.send(new DescribeConformancePacksCommand({}))).ConformancePackDetails ?? [];
    const detailed = async (): Promise<Record<string, string>> => {
        const { OrganizationConformancePackDetailedStatuses: statuses } = await config().send(
            new GetOrganizationConformancePackDetailedStatusCommand({ OrganizationConformancePackName: "baseline" }),
        );
        return Object.fromEntries((statuses ?? []).map((status) => [status.AccountId, status.Status]));
    };
    const settled = async (client = config()): Promise<OrganizationConformancePackStatus | undefined> => {
        for (let attempt = 0; attempt < 200; attempt++) {
            const { OrganizationConformancePackStatuses: statuses } = await client.send(
                new DescribeOrganizationConformancePackStatusesCommand({}),
            );
            if (!statuses?.[0]?.Status?.endsWith("_IN_PROGRESS")) {
                return statuses?.[0];
            }
            await delay(50);
        }
        throw new Error("The organization pack is still in progress.");
    };

    let recording: string;
    let silent: string;

    beforeEach(async () => {
        await fixture.reset();
        await createOrganization(fixture.settings());
        recording = await createMember(fixture.settings(), "recording");
        silent = await createMember(fixture.settings(), "silent");
        await createRecorder(fixture.settings());
        await createRecorder(await memberSettings(fixture.settings(), recording), recording);
    });

    it("reaches every account that is not excluded, through IN_PROGRESS", async () => {
        await put({ ExcludedAccounts: [silent] });
        assert.deepEqual(await detailed(), { [ACCOUNT]: "CREATE_IN_PROGRESS", [recording]: "CREATE_IN_PROGRESS" });
        assert.equal((await settled())?.Status, "CREATE_SUCCESSFUL");
        assert.deepEqual(await detailed(), { [ACCOUNT]: "CREATE_SUCCESSFUL", [recording]: "CREATE_SUCCESSFUL" });
        const member = await memberClient(recording);
        const [pack] = await packsIn(member);
        assert.match(pack?.ConformancePackName ?? "", /^OrgConformsPack-baseline-\w{8}$/);
        assert.equal(pack?.CreatedBy, SETUP_SERVICE);
        const { ConfigRules: rules } = await member.send(new DescribeConfigRulesCommand({}));
        assert.match(rules?.[0]?.ConfigRuleName ?? "", /^versioning-conformance-pack-\w+$/);
        assert.deepEqual(await packsIn(await memberClient(silent)), []);
    });

    it("fails visibly where a member has no recorder, and recovers once it is excluded", async () => {
        await put();
        const status = await settled();
        assert.equal(status?.Status, "CREATE_FAILED");
        assert.equal(status?.ErrorCode, "NoAvailableConfigurationRecorderException");
        assert.ok(status?.ErrorMessage?.includes(silent), status?.ErrorMessage);
        assert.equal((await detailed())[silent], "CREATE_FAILED");
        assert.equal((await detailed())[recording], "CREATE_SUCCESSFUL");
        await put({ ExcludedAccounts: [silent] });
        assert.equal((await settled())?.Status, "UPDATE_SUCCESSFUL");
        assert.deepEqual(await detailed(), { [ACCOUNT]: "UPDATE_SUCCESSFUL", [recording]: "UPDATE_SUCCESSFUL" });
    });

    it("tells the reason of a pack that fails in the members", async () => {
        await put({ ExcludedAccounts: [silent], TemplateBody: BODY.replace("S3_BUCKET_VERSIONING_ENABLED", "NONE") });
        const status = await settled();
        assert.equal(status?.Status, "CREATE_FAILED");
        assert.match(status?.ErrorMessage ?? "", /sourceIdentifier NONE is invalid/);
    });

    it("leaves an account that becomes excluded, and all of them when it is deleted", async () => {
        await put({ ExcludedAccounts: [silent] });
        await settled();
        await put({ ExcludedAccounts: [silent, recording] });
        await settled();
        assert.deepEqual(await packsIn(await memberClient(recording)), []);
        await config().send(
            new DeleteOrganizationConformancePackCommand({ OrganizationConformancePackName: "baseline" }),
        );
        assert.equal((await settled())?.Status, undefined);
        assert.deepEqual(await packsIn(config()), []);
        await assert.rejects(
            config().send(
                new DescribeOrganizationConformancePacksCommand({ OrganizationConformancePackNames: ["baseline"] }),
            ),
            { name: "NoSuchOrganizationConformancePackException" },
        );
    });

    it("is not changed while in progress, nor by its members at all", async () => {
        await put({ ExcludedAccounts: [silent] });
        await assert.rejects(put(), { name: "ResourceInUseException" });
        await settled();
        const member = await memberClient(recording);
        const [pack] = await packsIn(member);
        await assert.rejects(
            member.send(new DeleteConformancePackCommand({ ConformancePackName: pack?.ConformancePackName })),
            { name: "InsufficientPermissionsException" },
        );
    });

    it("enables trusted access and creates the service-linked role by itself", async () => {
        await put();
        const { EnabledServicePrincipals: enabled } = await organizations().send(
            new ListAWSServiceAccessForOrganizationCommand({}),
        );
        assert.deepEqual(
            enabled?.map((service) => service.ServicePrincipal),
            [SETUP_SERVICE],
        );
        const RoleName = "AWSServiceRoleForConfigMultiAccountSetup";
        await new IAMClient(fixture.settings()).send(new GetRoleCommand({ RoleName }));
    });

    it("takes calls from the management account and delegated administrators only", async () => {
        const member = await memberClient(recording);
        await assert.rejects(put({}, member), { name: "OrganizationAccessDeniedException" });
        const delegation = { AccountId: recording, ServicePrincipal: SETUP_SERVICE };
        await enable(SETUP_SERVICE);
        await organizations().send(new RegisterDelegatedAdministratorCommand(delegation));
        await put({ ExcludedAccounts: [silent] }, member);
        assert.equal((await settled(member))?.Status, "CREATE_SUCCESSFUL");
        assert.equal((await packsIn(config())).length, 1);
        // AWS creates the role where the caller is, and not in the management account.
        const RoleName = "AWSServiceRoleForConfigMultiAccountSetup";
        await new IAMClient(await memberSettings(fixture.settings(), recording)).send(new GetRoleCommand({ RoleName }));
        await assert.rejects(new IAMClient(fixture.settings()).send(new GetRoleCommand({ RoleName })), {
            name: "NoSuchEntityException",
        });
        await fixture.reset();
        await assert.rejects(put(), { name: "OrganizationAccessDeniedException", message: /AWS Organization/ });
    });

    it("accepts delegated administrators for each service of a deployment", async () => {
        for (const ServicePrincipal of [
            "config.amazonaws.com",
            SETUP_SERVICE,
            "member.org.stacksets.cloudformation.amazonaws.com",
        ]) {
            await enable(ServicePrincipal);
            await organizations().send(
                new RegisterDelegatedAdministratorCommand({ AccountId: recording, ServicePrincipal }),
            );
            const { DelegatedAdministrators: found } = await organizations().send(
                new ListDelegatedAdministratorsCommand({ ServicePrincipal }),
            );
            assert.deepEqual(
                found?.map((administrator) => administrator.Id),
                [recording],
            );
        }
    });

    it("reads and checks its template; of two sources the S3 URI wins", async () => {
        const invalid = { name: "OrganizationConformancePackTemplateValidationException" };
        await assert.rejects(put({ TemplateBody: "Resources: [" }), invalid);
        await assert.rejects(
            put({ ConformancePackInputParameters: [{ ParameterName: "A", ParameterValue: "b" }] }),
            invalid,
        );
        await assert.rejects(put({ TemplateBody: BODY.padEnd(51_201, "#") }), { name: "ValidationException" });
        await assert.rejects(put({ TemplateBody: "" }), { name: "ValidationException" });
        await createBucket(fixture.settings(), "templates");
        const s3 = new S3Client({ ...fixture.settings(), forcePathStyle: true });
        await s3.send(new PutObjectCommand({ Bucket: "templates", Key: "a", Body: BODY }));
        await put({ TemplateS3Uri: "s3://templates/a", TemplateBody: "Resources: [", ExcludedAccounts: [silent] });
        assert.equal((await settled())?.Status, "CREATE_SUCCESSFUL");
    });

    it("checks delivery bucket names and excluded accounts", async () => {
        const refused = { name: "ValidationException" };
        await assert.rejects(put({ DeliveryS3Bucket: "elsewhere" }), refused);
        await assert.rejects(put({ ExcludedAccounts: ["abc"] }), refused);
        await assert.rejects(put({ ExcludedAccounts: Array.from({ length: 1001 }, () => silent) }), refused);
        await put({
            DeliveryS3Bucket: "awsconfigconforms-a",
            ExcludedAccounts: Array.from({ length: 1000 }, () => silent),
        });
        await settled();
    });

    it("aggregates an organization only from an account that may, with a role", async () => {
        const aggregate = (client: ConfigServiceClient, account: string): Promise<unknown> =>
            client.send(
                new PutConfigurationAggregatorCommand({
                    ConfigurationAggregatorName: "organization",
                    OrganizationAggregationSource: {
                        RoleArn: `arn:aws:iam::${account}:role/aggregator`,
                        AllAwsRegions: true,
                    },
                }),
            );
        await assert.rejects(aggregate(await memberClient(recording), recording), {
            name: "OrganizationAccessDeniedException",
        });
        await assert.rejects(aggregate(config(), ACCOUNT), { name: "InvalidRoleException" });
        await new IAMClient(fixture.settings()).send(
            new CreateRoleCommand({ RoleName: "aggregator", AssumeRolePolicyDocument: "{}" }),
        );
        await aggregate(config(), ACCOUNT);
    });
});
