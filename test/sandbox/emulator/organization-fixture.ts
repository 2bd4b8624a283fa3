import {
    CreateAccountCommand,
    CreateOrganizationCommand,
    DescribeCreateAccountStatusCommand,
    OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { ClientSettings } from "./emulator-fixture.ts";

/** Makes the default account the management account of a new organization. */
export async function createOrganization(settings: ClientSettings): Promise<void> {
    await new OrganizationsClient(settings).send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
}

/** @returns the ID of a new member account */
export async function createMember(settings: ClientSettings, name: string): Promise<string> {
    const organizations = new OrganizationsClient(settings);
    const { CreateAccountStatus: created } = await organizations.send(
        new CreateAccountCommand({ AccountName: name, Email: `${name}@example.com` }),
    );
    const { CreateAccountStatus: status } = await organizations.send(
        new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: created?.Id }),
    );
    return status?.AccountId ?? "";
}

/** @returns settings of clients that act in a member account, by the role that Organizations creates there */
export async function memberSettings(settings: ClientSettings, account: string): Promise<ClientSettings> {
    const { Credentials: credentials } = await new STSClient(settings).send(
        new AssumeRoleCommand({
            RoleArn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`,
            RoleSessionName: "test",
        }),
    );
    return {
        ...settings,
        credentials: {
            accessKeyId: credentials?.AccessKeyId ?? "",
            secretAccessKey: credentials?.SecretAccessKey ?? "",
            sessionToken: credentials?.SessionToken ?? "",
        },
    };
}
