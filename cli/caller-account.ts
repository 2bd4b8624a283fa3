/** Whose credentials these are. */
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/**
 * The account of the credentials.
 *
 * @param region undefined: as the SDK finds it
 * @throws the SDK's error where nobody can be asked at all: no credentials, no network
 */
export async function callerAccount(region: string | undefined): Promise<string> {
    const client = new STSClient({ ...(region !== undefined && { region }), maxAttempts: 3 });
    return (await client.send(new GetCallerIdentityCommand({}))).Account ?? "";
}
