import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
    CreateDocumentCommand,
    GetAutomationExecutionCommand,
    SSMClient,
    StartAutomationExecutionCommand,
} from "@aws-sdk/client-ssm";
import type { AutomationExecution, StepExecution } from "@aws-sdk/client-ssm";
import { projectFolder } from "../../../lib/project-files.ts";
import type { AutomationDocument } from "../../../lib/remediation/automation-document.ts";
import { ownDocuments } from "../../../lib/remediation/documents.ts";
import type { ClientSettings, EmulatorFixture } from "../emulator/emulator-fixture.ts";
import { RecordedActions } from "./recorded-actions.ts";

const POLLS = 600;

const TRUST = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ssm.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

export const ROLE_NAME = "remediation";

/** @returns the ARN of a new role that Automation may assume */
export async function createAutomationRole(settings: ClientSettings): Promise<string> {
    const { Role: role } = await new IAMClient(settings).send(
        new CreateRoleCommand({ RoleName: ROLE_NAME, AssumeRolePolicyDocument: JSON.stringify(TRUST) }),
    );
    return role?.Arn ?? "";
}

/** @param name without its prefix */
export function ownDocument(name: string): AutomationDocument {
    const document = ownDocuments(projectFolder(".")).find((one) => one.name === `ConformancePacks-${name}`);
    assert.ok(document, `there is no document ${name}`);
    return document;
}

export async function createDocument(settings: ClientSettings, document: AutomationDocument): Promise<void> {
    await new SSMClient(settings).send(
        new CreateDocumentCommand({
            Name: document.name,
            Content: document.text,
            DocumentFormat: document.format,
            DocumentType: "Automation",
        }),
    );
}

/** What came of an execution. */
export class Outcome {
    readonly status: string;
    /** Of the document, by name; each is one text in our own documents. */
    readonly outputs: Readonly<Record<string, string>>;
    readonly failure: string;
    readonly steps: readonly StepExecution[];

    constructor(execution: AutomationExecution) {
        this.status = execution.AutomationExecutionStatus ?? "";
        this.failure = execution.FailureMessage ?? "";
        this.steps = execution.StepExecutions ?? [];
        const outputs = Object.entries(execution.Outputs ?? {});
        this.outputs = Object.fromEntries(outputs.map(([name, values]) => [name, values.join(",")]));
    }

    /** Names of the steps that ran, each with its status where that is no success. */
    get ran(): string[] {
        return this.steps
            .filter(({ StepStatus: status }) => status !== "Pending")
            .map(({ StepName: name, StepStatus: status }) => `${name}${status === "Success" ? "" : `: ${status}`}`);
    }

    /** What the first step decided. */
    get decision(): string | undefined {
        return Object.entries(this.outputs).find(([name]) => name.endsWith(".Decision"))?.[1];
    }

    get message(): string {
        return Object.entries(this.outputs).find(([name]) => name.endsWith(".Message"))?.[1] ?? "";
    }
}

/** One document in an emulator of its own account, run as often as a suite likes. */
export interface RunnableDocument {
    /**
     * Runs it to its end, and holds what it asked of AWS against the permissions that it declares.
     *
     * @param parameters one value each, or a list
     * @param region another one than the emulator's usual
     */
    run(parameters: Readonly<Record<string, string | readonly string[]>>, region?: string): Promise<Outcome>;
    /** Has AWS answer calls otherwise, until the test ends. */
    inject(fault: Fault): Promise<void>;
}

/** See sandbox/emulator/fault_injection.py. A status of 200 answers well and does nothing. */
export interface Fault {
    readonly service: string;
    readonly operation: string;
    readonly status: number;
    readonly code?: string;
    readonly message?: string;
    readonly skip?: number;
    /** null: every call, from then on. */
    readonly count?: number | null;
}

/** Empties the emulator before each test, and makes the document and its role. */
export function useDocument(fixture: EmulatorFixture, name: string): RunnableDocument {
    const document = ownDocument(name);
    let role = "";
    beforeEach("make the document", async () => {
        await fixture.reset();
        await fetch(new URL("/sandbox/faults", fixture.emulator.endpoint), { method: "DELETE" });
        role = await createAutomationRole(fixture.settings());
        await createDocument(fixture.settings(), document);
    });
    return {
        inject: async (fault) => {
            const answer = await fetch(new URL("/sandbox/faults", fixture.emulator.endpoint), {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify(fault),
            });
            assert.equal(answer.status, 201, await answer.text());
        },
        run: async (parameters, region) => {
            const settings = fixture.settings(region === undefined ? {} : { region });
            if (region !== undefined) {
                await createDocument(settings, document);
            }
            const recorded = await RecordedActions.since(fixture.emulator.endpoint);
            const given = Object.entries({ AutomationAssumeRole: role, ...parameters });
            const ssm = new SSMClient(settings);
            const { AutomationExecutionId: id } = await ssm.send(
                new StartAutomationExecutionCommand({
                    DocumentName: document.name,
                    Parameters: Object.fromEntries(given.map(([key, value]) => [key, [value].flat()])),
                }),
            );
            const outcome = new Outcome(await endedExecution(ssm, id ?? ""));
            const allowed = new Set(document.permissions.flatMap(({ actions }) => actions));
            const asked = await recorded.asRole(ROLE_NAME);
            assert.ok(asked.length > 0 || outcome.status !== "Success", "it succeeded and asked AWS for nothing");
            assert.deepEqual(
                asked.filter((action) => !allowed.has(action)),
                [],
                `${document.name} does not declare what it asks for`,
            );
            return outcome;
        },
    };
}

/** Waits, for half a minute at most, until an execution has ended. */
export async function endedExecution(ssm: SSMClient, id: string): Promise<AutomationExecution> {
    for (let poll = 0; poll < POLLS; poll++) {
        const { AutomationExecution: execution } = await ssm.send(
            new GetAutomationExecutionCommand({ AutomationExecutionId: id }),
        );
        if (execution?.ExecutionEndTime !== undefined) {
            return execution;
        }
        await delay(50);
    }
    throw new Error(`The execution ${id} has not ended.`);
}
