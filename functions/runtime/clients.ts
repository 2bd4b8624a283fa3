/** Clients of the AWS SDK for the account that is evaluated. */
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
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

    get<Client>(type: new (settings: ClientSettings) => Client, region?: string): Client {
        const byRegion = this.#made.get(type) ?? new Map<string, unknown>();
        this.#made.set(type, byRegion);
        const key = region ?? "";
        const client = byRegion.get(key) ?? new type({ ...this.#settings, ...(region !== undefined && { region }) });
        byRegion.set(key, client);
        return client as Client;
    }
}

/** With the function's own credentials. */
export function ownClients(): Clients {
    return new Clients(RETRIES);
}

/** With those of a role, in another account. */
export function clientsOfRole(roleArn: string, sessionName: string): Clients {
    const sts = new STSClient(RETRIES);
    // The client asks again before they expire.
    const credentials: ClientSettings["credentials"] = async () => {
        const { Credentials: given } = await sts.send(
            new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName }),
        );
        return {
            accessKeyId: given?.AccessKeyId ?? "",
            secretAccessKey: given?.SecretAccessKey ?? "",
            ...(given?.SessionToken !== undefined && { sessionToken: given.SessionToken }),
            ...(given?.Expiration !== undefined && { expiration: given.Expiration }),
        };
    };
    return new Clients({ ...RETRIES, credentials });
}
