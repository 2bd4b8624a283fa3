/** AWS on loopback, for functions: each operation answers what a test says, and every request is kept. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface AwsRequest {
    readonly operation: string;
    /** The access key that signed it. */
    readonly accessKey: string;
    /** Of a JSON service; texts of one that takes forms. */
    readonly parameters: Record<string, unknown>;
}

export interface AwsAnswer {
    readonly status?: number;
    /** JSON; a text is sent as it is, for services that answer XML. */
    readonly body: unknown;
}

/** @param attempt counts the requests of the operation, from 1 */
export type Answering = (request: AwsRequest, attempt: number) => AwsAnswer;

export interface AwsServer {
    readonly requests: AwsRequest[];
    /** By operation. An operation without an answer is an error of the test. */
    answers: Record<string, Answering>;
    of(operation: string): Record<string, unknown>[];
}

const ENVIRONMENT = {
    AWS_ACCESS_KEY_ID: "AKIAFUNCTION",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_REGION: "eu-west-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_LAMBDA_LOG_LEVEL: "ERROR",
};

/** Starts before the first test of the enclosing suite, with the environment that points at it; forgets after each test. */
export function useAws(): AwsServer {
    const aws: AwsServer = {
        requests: [],
        answers: {},
        of: (operation) => aws.requests.filter((one) => one.operation === operation).map((one) => one.parameters),
    };
    const server = createServer((incoming, outgoing) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => {
            const text = Buffer.concat(chunks).toString();
            const target = incoming.headers["x-amz-target"];
            const form = Object.fromEntries(new URLSearchParams(text));
            const operation = typeof target === "string" ? (target.split(".")[1] ?? "") : (form["Action"] ?? "");
            const request: AwsRequest = {
                operation,
                accessKey: /Credential=([^/]+)/.exec(incoming.headers.authorization ?? "")?.[1] ?? "",
                parameters: typeof target === "string" ? (JSON.parse(text) as Record<string, unknown>) : form,
            };
            aws.requests.push(request);
            const answer = aws.answers[operation]?.(request, aws.of(operation).length) ?? {
                status: 400,
                body: { __type: "Unexpected", message: `the test answers nothing to ${operation}` },
            };
            const body = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
            outgoing.writeHead(answer.status ?? 200, { "Content-Type": "application/x-amz-json-1.1" }).end(body);
        });
    });
    const inherited = new Map<string, string | undefined>();

    before("answer as AWS", async () => {
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const { port } = server.address() as AddressInfo;
        const environment = { ...ENVIRONMENT, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
        for (const [name, value] of Object.entries(environment)) {
            inherited.set(name, process.env[name]);
            process.env[name] = value;
        }
    });
    beforeEach(() => {
        aws.requests.length = 0;
        aws.answers = { PutEvaluations: () => ({ body: { FailedEvaluations: [] } }) };
    });
    after("end the server", async () => {
        for (const [name, value] of inherited) {
            if (value === undefined) {
                Reflect.deleteProperty(process.env, name);
            } else {
                process.env[name] = value;
            }
        }
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
    });
    return aws;
}

/** As AWS answers when it is asked too often. */
export const THROTTLED: AwsAnswer = { status: 400, body: { __type: "ThrottlingException", message: "Rate exceeded" } };
