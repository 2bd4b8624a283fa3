/** An AWS that has nothing: what hooks of the program ask it past the provider is answered at once. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface AwsWithoutResources {
    /** Such as http://127.0.0.1:5000. */
    readonly endpoint: string;
    readonly close: () => void;
}

/** Every list is empty in AWS's JSON protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export async function serveAwsWithoutResources(): Promise<AwsWithoutResources> {
    const server = createServer((request, response) => {
        request.resume().once("end", () => response.setHeader("Content-Type", "application/x-amz-json-1.1").end("{}"));
    });
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    return { endpoint: `http://127.0.0.1:${String(port)}`, close: () => server.close() };
}
