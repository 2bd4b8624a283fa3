import type { ClientSettings } from "../emulator/emulator-fixture.ts";

/**
 * Calls an operation of CloudTrail in the emulator, which looks at no signature: a client of the SDK would be a package
 * for one test. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/Welcome.html
 */
export async function callCloudTrail(
    { endpoint, region, credentials }: ClientSettings,
    operation: string,
    input: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
    const scope = `${credentials.accessKeyId}/20260101/${region}/cloudtrail/aws4_request`;
    const answer = await fetch(endpoint, {
        method: "POST",
        headers: {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${operation}`,
            Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
        },
        body: JSON.stringify(input),
    });
    if (!answer.ok) {
        throw new Error(`${operation}: ${await answer.text()}`);
    }
    const text = await answer.text();
    return (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
}
