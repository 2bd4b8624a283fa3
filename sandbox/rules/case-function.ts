/** The function of a rule, as AWS Lambda would run it: in a thread of its own, warm between the cases. */
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { BUNDLE_ENTRY, type RuleBundle } from "../../building/rule-bundle.ts";
import type { RuleEvent } from "../../functions/runtime/event.ts";
import type { CustomRule } from "../../lib/rules/custom-rule.ts";
import type { FunctionAnswer, FunctionCall } from "./function-thread.ts";

export interface CaseFunctionArgs {
    readonly rule: CustomRule;
    readonly bundle: RuleBundle;
    /** Of the project, whose packages of the AWS SDK stand for those of Lambda's runtime. */
    readonly root: string;
    readonly region: string;
    /** Of the emulator. */
    readonly endpoint: string;
    /** The access key that it signs with. */
    readonly caller: string;
}

/** Beyond the rule's own time, before its first event: loading the SDK on a busy machine. */
const START_MS = 20_000;

export class CaseFunction {
    readonly caller: string;
    readonly #args: CaseFunctionArgs;
    readonly #folder: string;
    readonly #worker: Worker;
    #output = "";
    #ended = false;
    #called = false;

    constructor(args: CaseFunctionArgs) {
        this.caller = args.caller;
        this.#args = args;
        this.#folder = mkdtempSync(join(tmpdir(), "rule-function-"));
        const { files, sourceMap } = args.bundle;
        for (const [name, content] of files) {
            writeFileSync(join(this.#folder, name), name === BUNDLE_ENTRY ? withSourceMap(content) : content);
        }
        writeFileSync(join(this.#folder, `${BUNDLE_ENTRY}.map`), sourceMap ?? "{}");
        symlinkSync(packagesOf(args.root), join(this.#folder, "node_modules"), "junction");
        this.#worker = new Worker(new URL("./function-thread.ts", import.meta.url), {
            workerData: join(this.#folder, BUNDLE_ENTRY),
            env: this.#environment(),
            stdout: true,
            stderr: true,
        });
        const collect = (text: Buffer): void => {
            this.#output += text.toString();
        };
        this.#worker.stdout.on("data", collect);
        this.#worker.stderr.on("data", collect);
        this.#worker.once("exit", () => (this.#ended = true));
    }

    get isRunning(): boolean {
        return !this.#ended;
    }

    /** @returns why it failed, with the line of the rule; undefined where it did not */
    async invoke(event: RuleEvent): Promise<string | undefined> {
        const { rule, region } = this.#args;
        const context = {
            invokedFunctionArn: `arn:aws:lambda:${region}:${event.accountId}:function:${rule.name}`,
            functionName: rule.name,
            memoryLimitInMB: String(rule.memory),
        };
        const answer = await this.#answerTo({ event, context, timeout: rule.timeout * 1000 });
        return answer.failure && `${answer.failure.message}${this.#placeOf(answer.failure.stack)}`;
    }

    /** What the rule printed since the last time, a line each. */
    output(): string[] {
        const lines = this.#output.split("\n").filter((line) => line.trim() !== "");
        this.#output = "";
        return lines;
    }

    async close(): Promise<void> {
        await this.#worker.terminate();
        rmSync(this.#folder, { recursive: true, force: true });
    }

    async #answerTo(call: FunctionCall): Promise<FunctionAnswer> {
        const { rule } = this.#args;
        const failed = (message: string): FunctionAnswer => ({ failure: { message, stack: "" } });
        return new Promise((resolve) => {
            const timer = setTimeout(
                () => {
                    this.#ended = true;
                    void this.#worker.terminate();
                    done(failed(`the rule did not end within ${rule.timeout} s, the timeout in rule.yaml`));
                },
                call.timeout + (this.#called ? 0 : START_MS),
            );
            this.#called = true;
            const onMessage = (answer: FunctionAnswer): void => done(answer);
            const onError = (reason: unknown): void => {
                this.#ended = true;
                done({
                    failure:
                        reason instanceof Error
                            ? { message: reason.message, stack: reason.stack ?? "" }
                            : { message: String(reason), stack: "" },
                });
            };
            const onExit = (): void => done(failed("the rule ended its process"));
            const done = (answer: FunctionAnswer): void => {
                clearTimeout(timer);
                this.#worker.off("message", onMessage).off("error", onError).off("exit", onExit);
                resolve(answer);
            };
            this.#worker.once("message", onMessage).once("error", onError).once("exit", onExit);
            this.#worker.postMessage(call);
        });
    }

    /** ` (packs/rules/x/rule.ts:12:5)`, where the failure came by a file of the rule's own. */
    #placeOf(stack: string): string {
        const place = new RegExp(`${this.#args.rule.folder}/[^/:]+:\\d+:\\d+`).exec(stack.replaceAll("\\", "/"));
        return place === null ? "" : ` (${place[0]})`;
    }

    /** As in Lambda, and nothing of the user's: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
    #environment(): NodeJS.ProcessEnv {
        const { rule, region, endpoint, caller } = this.#args;
        const none = join(this.#folder, "none");
        return {
            AWS_ACCESS_KEY_ID: caller,
            AWS_SECRET_ACCESS_KEY: "test",
            AWS_REGION: region,
            AWS_DEFAULT_REGION: region,
            AWS_ENDPOINT_URL: endpoint,
            AWS_LAMBDA_FUNCTION_NAME: rule.name,
            AWS_LAMBDA_LOG_LEVEL: "WARN",
            AWS_EC2_METADATA_DISABLED: "true",
            AWS_CONFIG_FILE: none,
            AWS_SHARED_CREDENTIALS_FILE: none,
            TZ: "UTC",
        };
    }
}

function withSourceMap(content: string | Uint8Array): string {
    return `${typeof content === "string" ? content : Buffer.from(content).toString()}\n//# sourceMappingURL=${BUNDLE_ENTRY}.map\n`;
}

/** Those of the project, else those of this program: a folder with packs alone has none. */
function packagesOf(root: string): string {
    const own = join(root, "node_modules");
    return existsSync(join(own, "@aws-sdk", "client-config-service"))
        ? own
        : join(import.meta.dirname, "..", "..", "node_modules");
}
