import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KMSClient, ListResourceTagsCommand, paginateListKeys } from "@aws-sdk/client-kms";
import { loadPlan } from "../../../lib/plan/load.ts";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import type { Operation } from "../../../lib/operator/operation.ts";
import { operatorPolicies } from "../../../lib/operator/operator-policy.ts";
import { permissionsBoundary } from "../../../lib/operator/permissions-boundary.ts";
import { beginRecording, endRecording, type RecordedRequest } from "../../../sandbox/rules/recording.ts";
import { isAllowed } from "../../lib/operator/identity-policy-evaluation.ts";
import { EVERYTHING, OWN_PACKS } from "../../lib/operator/stacks.ts";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { PROJECT, REGION, useProject } from "../end-to-end/project-fixture.ts";
import { example, makeOrganization } from "../examples/example-organization.ts";
import { packsCommand } from "../packs-command.ts";
import { accessesOf, type KeyTags } from "./requested-access.ts";

/** Who asks: the engine's provider and program, and the command line. */
const CALLERS = ["sandbox", "AKIAIOSFODNN7EXAMPLE"];

/** A lower bound: what the stand-in provider asks for, which is what the original does, is allowed. */
describe("the policies of operators, beside what is really asked", function () {
    this.timeout(400_000);

    const project = useProject();
    const settings = (region = REGION): ClientSettings => ({
        endpoint: project.endpoint,
        region,
        credentials: { accessKeyId: "AKIATEST000000000001", secretAccessKey: "secret" },
        maxAttempts: 1,
    });

    before("take the project's packs, rules, documents and queries", () => {
        for (const folder of ["packs", "queries"]) {
            cpSync(join(PROJECT, folder), join(project.folder, folder), { recursive: true });
        }
        Object.entries(OWN_PACKS).forEach(([name, text]) => project.writePack(name, text));
    });

    beforeEach(() => project.beginAnew());

    function plan(): DeploymentPlan {
        const { plan: planned, diagnostics } = loadPlan({ stack: "test", files: projectFolder(project.folder) });
        return planned ?? assert.fail(JSON.stringify(diagnostics));
    }

    /** What both callers ask while something is done. */
    async function asked(work: () => Promise<unknown>): Promise<RecordedRequest[]> {
        for (const caller of CALLERS) {
            assert.equal(await beginRecording(project.endpoint, caller, {}), undefined);
        }
        try {
            await work();
        } finally {
            const requests = await Promise.all(CALLERS.map((caller) => endRecording(project.endpoint, caller)));
            ended = requests.flat();
        }
        return ended;
    }
    let ended: RecordedRequest[] = [];

    async function keyTags(): Promise<KeyTags> {
        const tags = new Map<string, Record<string, string>>();
        for (const { region } of [plan(), ...(plan().furtherRegions ?? [])]) {
            const kms = new KMSClient(settings(region));
            for await (const { Keys: keys = [] } of paginateListKeys({ client: kms }, {})) {
                for (const { KeyId: key = "" } of keys) {
                    const { Tags: found = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: key }));
                    tags.set(
                        key,
                        Object.fromEntries(found.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue])),
                    );
                }
            }
        }
        return tags;
    }

    /** @returns how many permissions were asked for */
    async function assertCovered(operation: Operation, work: () => Promise<unknown>): Promise<number> {
        const requests = await asked(work);
        const policies = operatorPolicies({ plans: [plan()], operations: [operation], account: ACCOUNT });
        const boundary = permissionsBoundary({ plan: plan(), account: ACCOUNT, destroys: operation === "destroy" });
        const { id: organization } = plan().organization ?? {};
        const known = { keyTags: await keyTags(), ...(organization !== undefined && { organization }) };
        const accesses = requests.flatMap((request) =>
            accessesOf(request, known).map((access) => ({ ...access, region: request.region })),
        );
        const told = (one: (typeof accesses)[number]): string =>
            `${one.action} on ${one.resource} ${JSON.stringify(one.context)}`;
        assert.deepEqual(
            [...new Set(accesses.filter((access) => !isAllowed(policies, access)).map(told))].sort(),
            [],
            `${operation}: what the policy does not allow`,
        );
        const bounded = accesses.map((access) => ({
            ...access,
            context: { ...access.context, "aws:RequestedRegion": access.region },
        }));
        assert.deepEqual(
            [...new Set(bounded.filter((access) => !isAllowed([boundary], access)).map(told))].sort(),
            [],
            `${operation}: what the boundary does not allow`,
        );
        return new Set(accesses.map(told)).size;
    }

    async function packs(...words: string[]): Promise<void> {
        const fixture = { emulator: { endpoint: project.endpoint } };
        const { code, out, err } = await packsCommand(fixture, project.folder, ...words, "--stack", "test");
        assert.ok(code === 0 || code === 1, `${out}\n${err}`);
    }

    /** Every operation on a stack, from nothing to nothing. */
    async function assertEachCovered(context: Mocha.Context, text: string): Promise<void> {
        project.writeStackFile(text);
        const counts: [Operation, number][] = [
            ["preview", await assertCovered("preview", project.preview)],
            ["up", await assertCovered("up", project.up)],
            ["preview", await assertCovered("preview", project.refresh)],
            ["verify", await assertCovered("verify", () => packs("verify", "--wait", "1"))],
            ["status", await assertCovered("status", () => packs("status"))],
            ["doctor", await assertCovered("doctor", () => packs("doctor"))],
            ["destroy", await assertCovered("destroy", project.destroy)],
        ];
        assert.ok(
            counts.every(([, count]) => count > 0),
            JSON.stringify(counts),
        );
        context.runnable().title += ` [${counts.map(([operation, count]) => `${operation} ${count}`).join(", ")}]`;
    }

    it("cover the stack that works out of the box", async function () {
        await assertEachCovered(this, readFileSync(join(PROJECT, "Pulumi.dev.yaml"), "utf8"));
    });

    it("cover functions, alerts, a digest, queries, an audit trail and remediations in two regions", async function () {
        await assertEachCovered(this, EVERYTHING);
    });

    it("cover an organization from its management account", async function () {
        const { ids } = await makeOrganization(settings());
        await assertEachCovered(this, example("organization-management", ids));
    });

    it("cover what a management account hands over", async function () {
        const { ids } = await makeOrganization(settings());
        await assertEachCovered(this, example("delegation", ids));
    });

    it("do not cover what an update alone does with the policy of a preview", async () => {
        project.writeStackFile(readFileSync(join(PROJECT, "Pulumi.dev.yaml"), "utf8"));
        await assert.rejects(
            assertCovered("preview", project.up),
            /config:PutConformancePack on arn:aws:config:eu-west-1:\d+:conformance-pack\/iam-hygiene/,
        );
    });
});
