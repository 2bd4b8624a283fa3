import assert from "node:assert/strict";
import { advisedLines, assertChanges, assertNoStackTrace } from "./outcome.ts";
import { packOf, useProject } from "./project-fixture.ts";

describe("two sandboxes side by side", function () {
    this.timeout(120_000);

    const one = useProject();
    const two = useProject();

    it("deploy at the same time and know nothing of each other", async () => {
        one.writePack("one", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
        one.configure("packs: { one: {} }");
        two.writePack("two", packOf({ trail: "CLOUD_TRAIL_ENABLED" }));
        two.configure("packs: { two: {} }");
        await Promise.all([one.up(), two.up()]);
        assert.notEqual(one.endpoint, two.endpoint);
        assert.deepEqual(Object.keys(await one.account.packs()), ["one"]);
        assert.deepEqual(Object.keys(await two.account.packs()), ["two"]);
        const again = await Promise.all([one.up(), two.up()]);
        again.forEach((outcome) => assertChanges(outcome, []));
    });

    it("end each on its own", async () => {
        await one.destroy();
        assert.deepEqual(await one.account.packs(), {});
        assert.deepEqual(Object.keys(await two.account.packs()), ["two"]);
        assertChanges(await two.up(), []);
    });
});

const THROTTLING = {
    service: "config",
    operation: "PutConformancePack",
    status: 400,
    code: "ThrottlingException",
    message: "Rate exceeded",
};

describe("AWS that answers badly", function () {
    this.timeout(120_000);

    const project = useProject();

    beforeEach(async () => {
        await project.beginAnew();
        project.writePack("one", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
        project.writePack("two", packOf({ trail: "CLOUD_TRAIL_ENABLED" }));
        project.configure("packs: { one: {}, two: {} }");
    });

    it("fails a pack when it throttles for long, which the next update makes up for", async () => {
        const throttled = {
            service: "config",
            operation: "PutConformancePack",
            status: 400,
            code: "ThrottlingException",
        };
        await project.account.injectFault({ ...throttled, message: "Rate exceeded", count: 4 });
        const up = await project.failing("up");
        assert.match(up.errors, /ThrottlingException: Rate exceeded/);
        assertNoStackTrace(up);
        assert.deepEqual(await project.account.faultsMet(), [4]);
        assert.deepEqual(up.failed, ["create aws:cfg:ConformancePack one", "create aws:cfg:ConformancePack two"]);
        assertChanges(await project.up(), ["create aws:cfg:ConformancePack one", "create aws:cfg:ConformancePack two"]);
    });

    it("is asked again when it throttles for a moment", async () => {
        await project.account.injectFault({ ...THROTTLING, count: 1 });
        const up = await project.up();
        assert.ok(up.changes.includes("create aws:cfg:ConformancePack one"), up.printed);
        assert.deepEqual(await project.account.faultsMet(), [1]);
    });

    it("loses its answer to a bucket's creation: the bucket is nobody's yet, and the line that is told adopts it", async () => {
        const lost = { service: "s3", operation: "CreateBucket", status: 500, code: "InternalError" };
        await project.account.injectFault({ ...lost, afterwards: true });
        const up = await project.failing("up");
        assert.deepEqual(await project.account.faultsMet(), [1]);
        assert.deepEqual(up.changes, []);
        const lines = advisedLines(up);
        assert.deepEqual(lines, ["conformance-packs:deliveryBucket: { mode: adopt }"]);

        project.configure([...lines, "packs: { one: {}, two: {} }"].join("\n"));
        const next = await project.up();
        assert.ok(next.changes.includes("import aws:s3:Bucket delivery-bucket"), next.printed);
        assertChanges(await project.up(), []);
        // The line was for this once: from now on the bucket is in the state, with the stack's tag.
        project.configure("packs: { one: {}, two: {} }");
        assertChanges(await project.up(), []);
    });

    it("loses its answer to a channel: the next update goes on from what is there", async () => {
        const lost = { service: "config", operation: "PutDeliveryChannel", status: 500, code: "InternalFailure" };
        await project.account.injectFault({ ...lost, afterwards: true, count: 2 });
        const up = await project.failing("up");
        assert.deepEqual(up.failed, ["create aws:cfg:DeliveryChannel config-channel"]);
        const next = await project.up();
        assert.deepEqual(next.failed, []);
        assert.ok(next.changes.includes("create aws:cfg:ConformancePack one"), next.printed);
        assertChanges(await project.up(), []);
    });
});
