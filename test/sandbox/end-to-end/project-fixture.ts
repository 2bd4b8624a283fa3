import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { runtime } from "@pulumi/pulumi";
import type { ResourceTransformation } from "@pulumi/pulumi";
import type { OutputMap, Stack } from "@pulumi/pulumi/automation/index.js";
import composition from "../../../index.ts";
import { findPython, PYTHON_INSTALL_COMMAND, startEmulator, stopEmulator } from "../../../sandbox/emulator.ts";
import type { Emulator } from "../../../sandbox/emulator.ts";
import { findPulumiCommand } from "../../../sandbox/pulumi-command.ts";
import { openStack, readStackConfiguration, writeWorkspace } from "../../../sandbox/workspace.ts";
import { skipWithout } from "../../requirements.ts";
import { CLI_TIMEOUT_MS, requirePulumi } from "../engine/pulumi-cli.ts";
import { Account } from "./account.ts";
import { OutcomeRecorder } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";

/** The project that is tested. */
export const PROJECT = resolve(import.meta.dirname, "..", "..", "..");
export const REGION = "eu-west-1";
const STACK = "test";
/** How often a run is begun that fails by what other runs left in the process. */
const ATTEMPTS = 8;

type Operation = "up" | "preview" | "refresh" | "destroy";

/** As Pulumi keeps it: https://www.pulumi.com/docs/iac/concepts/state-and-backends/ */
export interface StateResource {
    readonly urn: string;
    readonly type: string;
    /** `<urn>::<id>`; absent of components. */
    readonly provider?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
}

interface Run {
    readonly outcome: Outcome;
    readonly failure: string | undefined;
}

/**
 * A project in a folder of its own, with its packs and its stack file, deployed by the real engine and the real program
 * into an emulator of its own. The tests of a suite are steps on one and the same stack.
 */
export class Project {
    #folder: string | undefined;
    #emulator: Emulator | undefined;
    #stack: Stack | undefined;
    /** Whether the program of the run that is under way has come to its end. */
    #isComposed = false;
    /** Folders of policy packs that judge the next runs. */
    policyPacks: readonly string[] = [];
    /** Files with the policy packs' configurations, in the same order. @default none */
    policyConfigurations: readonly string[] = [];
    /** What the next runs do to each resource before it is registered. @default nothing */
    transformation: ResourceTransformation | undefined;

    /** Makes the folder and starts the emulator; the stack is made by the first run. */
    async open(): Promise<void> {
        this.#folder = mkdtempSync(join(tmpdir(), "end-to-end-"));
        cpSync(join(PROJECT, "Pulumi.yaml"), join(this.folder, "Pulumi.yaml"));
        mkdirSync(join(this.folder, "packs"));
        this.configure("");
        this.#emulator = await startEmulator({ logFile: join(this.folder, "emulator.log"), detached: false });
    }

    /** Ends the emulator and removes everything. */
    async close(): Promise<void> {
        if (this.#emulator !== undefined) {
            await stopEmulator(this.#emulator);
        }
        if (this.#folder !== undefined) {
            rmSync(this.#folder, { recursive: true, force: true });
        }
    }

    /** Empties the emulator and forgets the stack; much cheaper than a new project. */
    async beginAnew(): Promise<void> {
        const response = await fetch(new URL("/moto-api/reset", this.endpoint), { method: "POST" });
        assert.equal(response.status, 200);
        for (const path of ["/sandbox/requests", "/sandbox/faults"]) {
            await fetch(new URL(path, this.endpoint), { method: "DELETE" });
        }
        this.forget();
    }

    /** Forgets the stack, and leaves in the emulator what it made: the next run is that of another one. */
    forget(): void {
        this.#stack = undefined;
        rmSync(join(this.folder, "backend"), { recursive: true, force: true });
        rmSync(join(this.folder, "workspace"), { recursive: true, force: true });
    }

    get folder(): string {
        assert.ok(this.#folder !== undefined, "the project is not open");
        return this.#folder;
    }

    get endpoint(): string {
        assert.ok(this.#emulator, "the project is not open");
        return this.#emulator.endpoint;
    }

    /** The account as anybody else sees it. */
    get account(): Account {
        return new Account(this.endpoint, REGION);
    }

    /** Writes the stack file: lines below `config:`, with or without the namespace's name, as `packs: { root: {} }`. */
    configure(lines: string, region: string = REGION): void {
        const own = lines.replace(/^(?=[a-z])(?!conformance-packs:)/gm, "conformance-packs:").replace(/^(?=.)/gm, "  ");
        this.writeStackFile(`config:\n  aws:region: ${region}\n${own}`);
    }

    writeStackFile(text: string): void {
        writeFileSync(join(this.folder, `Pulumi.${STACK}.yaml`), text);
    }

    /** Writes `packs/<name>.yaml`. */
    writePack(name: string, text: string): void {
        writeFileSync(join(this.folder, "packs", `${name}.yaml`), text);
    }

    /** The next runs of the engine. Each fails the test when the engine fails. */
    up = (): Promise<Outcome> => this.#succeed("up");
    preview = (): Promise<Outcome> => this.#succeed("preview");
    refresh = (): Promise<Outcome> => this.#succeed("refresh");
    destroy = (): Promise<Outcome> => this.#succeed("destroy");

    /** A run that has to fail. */
    async failing(operation: "up" | "preview"): Promise<Outcome> {
        const { outcome, failure } = await this.#run(operation);
        assert.ok(failure !== undefined, `the ${operation} went well:\n${outcome.printed}`);
        return outcome;
    }

    /** A run that may fail. @returns what it did, and with what it failed */
    async attempt(operation: "up" | "preview"): Promise<Outcome & { readonly failure: string | undefined }> {
        const { outcome, failure } = await this.#run(operation);
        return { ...outcome, failure };
    }

    async outputs(): Promise<OutputMap> {
        return (await this.#open()).outputs();
    }

    /** Everything in the stack's state. */
    async resources(): Promise<readonly StateResource[]> {
        const state: unknown = (await (await this.#open()).exportStack()).deployment;
        return (state as { resources?: readonly StateResource[] } | null)?.resources ?? [];
    }

    /** Puts other resources in the place of those in the stack's state, as `pulumi stack import` does. */
    async rewriteResources(change: (resources: readonly StateResource[]) => readonly StateResource[]): Promise<void> {
        const stack = await this.#open();
        const exported = await stack.exportStack();
        const deployment = exported.deployment as { readonly resources: readonly StateResource[] };
        await stack.importStack({
            ...exported,
            deployment: { ...deployment, resources: change(deployment.resources) },
        });
    }

    async #succeed(operation: Operation): Promise<Outcome> {
        const { outcome, failure } = await this.#run(operation);
        const said = [outcome.errors, outcome.printed || (failure ?? "")].filter((text) => text !== "");
        assert.ok(failure === undefined, `the ${operation} failed:\n${said.join("\n\n")}`);
        return outcome;
    }

    /**
     * Runs of one process share their gRPC: it remembers the ports that it once lost, as that of an engine that a test has
     * killed, and a call of an earlier run that is given up late is an unhandled rejection of the run by then. A run that
     * only this failed, and that has changed nothing, is done again.
     */
    async #run(operation: Operation): Promise<Run> {
        for (let attempt = 1; ; attempt++) {
            const run = await this.#runOnce(operation);
            const { changes, failed, printed } = run.outcome;
            const isLost = `${printed}\n${run.failure ?? ""}`.includes("14 UNAVAILABLE");
            const isOthers = isLost && changes.length + failed.length === 0;
            if (run.failure === undefined || !isOthers || attempt === ATTEMPTS) {
                return run;
            }
            await delay(attempt * 500);
        }
    }

    async #runOnce(operation: Operation): Promise<Run> {
        const stack = await this.#open();
        writeWorkspace(this.#workspace());
        const recorder = new OutcomeRecorder();
        const { onEvent, onOutput } = recorder;
        const judges = this.policyPacks.length > 0 && (operation === "up" || operation === "preview");
        const options = {
            ...{ onEvent, onOutput, onError: onOutput, color: "never" as const },
            ...(judges && { policyPacks: [...this.policyPacks], policyPackConfigs: [...this.policyConfigurations] }),
        };
        let failure: string | undefined;
        this.#isComposed = false;
        try {
            await stack[operation](options);
            if ((operation === "up" || operation === "preview") && !this.#isComposed) {
                // Pulumi takes a lost connection that ends an inline program for a run that went well.
                failure = "14 UNAVAILABLE: the program did not come to its end";
            }
        } catch (error) {
            failure = error instanceof Error ? error.message : String(error);
        }
        return { outcome: recorder.outcome(), failure };
    }

    async #open(): Promise<Stack> {
        this.#stack ??= await openStack({
            ...this.#workspace(),
            program: async () => {
                if (this.transformation !== undefined) {
                    runtime.registerStackTransformation(this.transformation);
                }
                const outputs = { ...(await composition(this.folder)) };
                this.#isComposed = true;
                return outputs;
            },
            command: await findPulumiCommand(),
            backend: join(this.folder, "backend"),
            pulumiHome: join(this.folder, "pulumi-home"),
        });
        return this.#stack;
    }

    #workspace() {
        return {
            workDir: join(this.folder, "workspace"),
            stackName: STACK,
            configuration: readStackConfiguration(join(this.folder, `Pulumi.${STACK}.yaml`)),
            endpoint: this.endpoint,
            projectFile: join(this.folder, "Pulumi.yaml"),
        };
    }
}

/** Opens a project before the first test of the enclosing suite, and removes it after the last. */
export function useProject<Kind extends Project = Project>(project: Kind = new Project() as Kind): Kind {
    before("start the emulator", async function () {
        // The CLI may have to be built, and the emulator's packages to be fetched.
        this.timeout(CLI_TIMEOUT_MS);
        const found = (await findPython()) !== undefined;
        skipWithout(this, { name: "Python 3.10 or newer with venv", found, install: PYTHON_INSTALL_COMMAND });
        await requirePulumi(this);
        await project.open();
    });
    after("end the emulator", () => project.close());
    return project;
}

/** A conformance pack with rules of AWS: the managed rule's identifier by the rule's name. */
export function packOf(rules: Readonly<Record<string, string>>): string {
    const resources = Object.entries(rules).map(([name, identifier]) =>
        [
            `  ${name.replaceAll("-", "")}:`,
            "    Type: AWS::Config::ConfigRule",
            "    Properties:",
            `      ConfigRuleName: ${name}`,
            `      Source: { Owner: AWS, SourceIdentifier: ${identifier} }`,
        ].join("\n"),
    );
    return `Resources:\n${resources.join("\n")}\n`;
}
