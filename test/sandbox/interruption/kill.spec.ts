import assert from "node:assert/strict";
import { assertChanges } from "../end-to-end/outcome.ts";
import { useProject } from "../end-to-end/project-fixture.ts";
import { describePoint, killAt, killHolding, setFault } from "./killed-run.ts";
import type { KillPoint } from "./killed-run.ts";
import { ACCOUNT_STACK, WholeStack } from "./whole-stack.ts";

/** `all` for every write of a deployment, before and after; else how many of the points below. @default all of those below */
const POINTS = process.env["CONFORMANCE_PACKS_KILL_POINTS"];

/** One of each kind of resource: named by us, by AWS, shared by the account, overwritten by a put, and slow. */
const CHOSEN: readonly KillPoint[] = [
    { service: "s3", operation: "CreateBucket", nth: 1, when: "before", victims: "everything" },
    { service: "s3", operation: "CreateBucket", nth: 1, when: "after", victims: "everything" },
    { service: "kms", operation: "CreateKey", nth: 1, when: "after", victims: "engine" },
    { service: "kms", operation: "CreateKey", nth: 2, when: "after", victims: "everything" },
    { service: "kms", operation: "CreateAlias", nth: 1, when: "after", victims: "everything" },
    { service: "iam", operation: "CreateServiceLinkedRole", nth: 1, when: "after", victims: "everything" },
    { service: "config", operation: "PutConfigurationRecorder", nth: 1, when: "after", victims: "everything" },
    { service: "config", operation: "PutConformancePack", nth: 1, when: "after", victims: "everything" },
    { service: "s3", operation: "CreateBucket", nth: 2, when: "after", victims: "engine" },
];

/** What cannot be put twice, or would be there twice. */
const CREATIONS: readonly (readonly [service: string, operation: string])[] = [
    ["athena", "CreateNamedQuery"],
    ["athena", "CreateWorkGroup"],
    ["cloudtrail", "CreateTrail"],
    ["glue", "CreateDatabase"],
    ["glue", "CreateTable"],
    ["iam", "CreateRole"],
    ["lambda", "AddPermission"],
    ["lambda", "CreateEventSourceMapping"],
    ["lambda", "CreateFunction"],
    ["logs", "CreateLogGroup"],
    ["s3", "CreateBucket"],
    ["scheduler", "CreateSchedule"],
    ["ssm", "CreateDocument"],
];

/** Buckets that a destroy keeps. */
const OUTLIVING = /^(config-(digests|history)-|conformance-packs-test-\d)/;

describe("a run that is killed", function () {
    this.timeout(240_000);

    const project = useProject();

    const whole = new WholeStack(project, ACCOUNT_STACK);

    beforeEach(() => whole.beginAnew());

    const points = POINTS === undefined || POINTS === "all" ? CHOSEN : CHOSEN.slice(0, Number(POINTS));
    for (const point of points) {
        it(`is gone on with: ${describePoint(point)}`, async () => {
            assert.ok(await killAt(project, "up", point), "the run never got there");
            await whole.converges();
        });
    }

    it("is gone on with by runs that are killed as well, until each of these is left behind once", async function () {
        this.timeout(900_000);
        let runs = 0;
        while (await killHolding(project, CREATIONS)) {
            runs += 1;
            assert.ok(runs < 40, "the runs get nowhere");
        }
        assert.ok(runs >= 3, `no more than ${runs} were killed`);
        await whole.converges();
    });

    it("is gone on with where it updated a pack", async () => {
        await project.up();
        for (const when of ["before", "after"] as const) {
            const identifier = when === "before" ? "IAM_ROOT_ACCESS_KEY_CHECK" : "ROOT_ACCOUNT_HARDWARE_MFA_ENABLED";
            whole.writeRoot(identifier);
            const point = { service: "config", operation: "PutConformancePack", nth: 1, when } as const;
            assert.ok(await killAt(project, "up", { ...point, victims: "everything" }));
            await whole.converges();
        }
    });

    it("may leave AWS at work on a pack: the next run waits for it", async () => {
        await setFault(project.endpoint, {
            service: "config",
            operation: "PutConformancePack",
            count: 2,
            status: 400,
            code: "ResourceInUseException",
        });
        assert.match((await project.up()).infos, /AWS Config is still at work on the pack \w+: waiting for it/);
        assert.deepEqual(await whole.inventory(), whole.expected);
        assertChanges(await project.preview(), []);
    });

    it("is gone on with by the next up where it destroyed, and kept what outlives the stack", async () => {
        await project.up();
        const point = { service: "config", nth: 1, victims: "everything" } as const;
        const first = { ...point, operation: "DeleteConfigurationRecorder", when: "before" } as const;
        assert.ok(await killAt(project, "destroy", first));
        await whole.goesOn();
        assert.deepEqual(await whole.inventory(), whole.expected);
        assertChanges(await project.preview(), []);

        // Pulumi cannot know that this one is gone; it says so, and that a refresh finds out.
        const second = { ...point, operation: "DeleteConformancePack", when: "after" } as const;
        assert.ok(await killAt(project, "destroy", second));
        assert.ok(await whole.goesOn());
        assert.deepEqual((await whole.inventory()).packs, whole.expected.packs);
        assertChanges(await project.preview(), []);
    });

    it("is gone on with where it destroyed: the next destroy ends it, and the next up begins again", async () => {
        await project.up();
        for (const [operation, when] of [
            ["DeleteConformancePack", "after"],
            ["DeleteConfigurationRecorder", "before"],
            ["DeleteTopic", "after"],
        ] as const) {
            const service = operation === "DeleteTopic" ? "sns" : "config";
            assert.ok(await killAt(project, "destroy", { service, operation, nth: 1, when, victims: "everything" }));
        }
        await project.destroy();
        const left = await whole.inventory();
        assert.deepEqual(
            [left.packs, left.recorders, left.channels, left.topics, left.trails, left.buckets],
            [[], [], [], [], [], whole.expected.buckets.filter((name) => OUTLIVING.test(name))],
        );
        // The key of the delivery bucket is kept and taken back; that of the alert topic is scheduled for deletion.
        await project.up();
        assert.deepEqual(await whole.inventory(), whole.expected);
        assertChanges(await project.preview(), []);
    });

    if (POINTS === "all") {
        it("is gone on with at every write of a deployment, before and after", async function () {
            this.timeout(0);
            await project.up();
            const seen = new Map<string, number>();
            const failures: string[] = [];
            for (const write of await project.account.writesSince(0)) {
                const nth = (seen.get(write) ?? 0) + 1;
                seen.set(write, nth);
                const [service = "", operation = ""] = write.split(":");
                for (const when of ["before", "after"] as const) {
                    const point: KillPoint = {
                        service,
                        operation,
                        nth,
                        when,
                        victims: nth % 2 ? "everything" : "engine",
                    };
                    await project.beginAnew();
                    await killAt(project, "up", point);
                    await whole.converges().catch((error: unknown) => {
                        failures.push(`${describePoint(point)}: ${String(error)}`);
                    });
                }
            }
            assert.deepEqual(failures, []);
        });
    }
});
