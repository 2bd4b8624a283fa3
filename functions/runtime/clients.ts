/** Clients of the AWS SDK for the account that is evaluated. */
import type { ClientSettings } from "../rule.ts";

/**
 * The SDK waits between attempts, exponentially and with jitter; its three attempts are too few where a change of many
 * resources at once invokes many functions at once.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
const RETRIES = { maxAttempts: 8, retryMode: "standard" } as const;

/** Kept between invocations: connections and credentials are what makes the first one slow. */
export class Clients {
    readonly #settings: ClientSettings;
    readonly #made = new Map<unknown, Map<string, unknown>>();

    constructor(settings: ClientSettings) {
        this.#settings = settings;
    }

    /** @param region another than the function's own */
    get<Client>(type: new (settings: ClientSettings) => Client, region = ""): Client {
        const byRegion = this.#made.get(type) ?? new Map<string, unknown>();
        this.#made.set(type, byRegion);
        const client = byRegion.get(region) ?? new type({ ...this.#settings, ...(region !== "" && { region }) });
        byRegion.set(region, client);
        return client as Client;
    }
}

/**
 * In an organization one function evaluates many accounts: where the environment names a role and the account is another
 * one than the function's, everything is asked and handed over with the credentials of that account's role.
 */
export function clientsFor(accountId: string, functionArn: string): Clients {
    const [, partition = "aws", , , ownAccount] = functionArn.split(":");
    const roleName = process.env["EVALUATION_ROLE_NAME"] ?? "";
    return new Clients(
        roleName === "" || accountId === ownAccount
            ? RETRIES
            : { ...RETRIES, credentials: roleCredentials(`arn:${partition}:iam::${accountId}:role/${roleName}`) },
    );
}

/** The clients of one account share them; near their end they are asked for again. */
function roleCredentials(roleArn: string): NonNullable<ClientSettings["credentials"]> {
    const assume = async (): ReturnType<NonNullable<ClientSettings["credentials"]>> => {
        // Most functions evaluate their own account, and start faster without it.
        const { AssumeRoleCommand, STSClient } = await import("@aws-sdk/client-sts");
        const sts = new STSClient(RETRIES);
        const { Credentials: given } = await sts.send(
            new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "rule-evaluation" }),
        );
        if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined) {
            throw new Error(`AWS gave no credentials for ${roleArn}`);
        }
        return {
            accessKeyId: given.AccessKeyId,
            secretAccessKey: given.SecretAccessKey,
            ...(given.SessionToken !== undefined && { sessionToken: given.SessionToken }),
            ...(given.Expiration !== undefined && { expiration: given.Expiration }),
        };
    };
    let current: ReturnType<typeof assume> | undefined;
    return async () => {
        const known = await current?.catch(() => undefined);
        if (known === undefined || (known.expiration?.getTime() ?? 0) - Date.now() < EXPIRY_MARGIN_MS) {
            current = assume();
        }
        return current as ReturnType<typeof assume>;
    };
}

/** The SDK itself asks for credentials that last less than five minutes again. */
const EXPIRY_MARGIN_MS = 5 * 60_000;
