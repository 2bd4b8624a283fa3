import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { describeStep, StepReporter } from "../../../sandbox/step-reporter.ts";
import type { Step } from "../../../sandbox/step-reporter.ts";

/** The parts of an event that matter, as the engine's event log has them. */
function resourceEvent(
    kind: "resourcePreEvent" | "resOutputsEvent" | "resOpFailedEvent",
    op: string,
    type: string,
    name: string,
    custom = true,
): EngineEvent {
    const urn = `urn:pulumi:dev::conformance-packs::${type}::${name}`;
    const metadata = { op, urn, type, new: { type, urn, custom }, provider: "" };
    return { sequence: 0, timestamp: 0, [kind]: { metadata } } as unknown as EngineEvent;
}

function event(content: object): EngineEvent {
    return { sequence: 0, timestamp: 0, ...content } as EngineEvent;
}

describe("step reporter", () => {
    let clock: number;
    let steps: Step[];
    let underWay: string[];
    let reporter: StepReporter;

    beforeEach(() => {
        clock = 1000;
        steps = [];
        underWay = [];
        reporter = new StepReporter({
            now: () => clock,
            onStep: (step) => steps.push(step),
            onBegin: (names) => underWay.push(names.join(",")),
        });
    });

    it("reports what was done to a resource and how long it took", () => {
        reporter.onEvent(resourceEvent("resourcePreEvent", "create", "aws:s3/bucket:Bucket", "delivery-bucket"));
        clock += 1500;
        reporter.onEvent(resourceEvent("resourcePreEvent", "create", "aws:sns/topic:Topic", "delivery-topic"));
        reporter.onEvent(resourceEvent("resOutputsEvent", "create", "aws:s3/bucket:Bucket", "delivery-bucket"));
        assert.deepEqual(steps, [
            { operation: "create", type: "aws:s3:Bucket", name: "delivery-bucket", milliseconds: 1500, failed: false },
        ]);
        assert.deepEqual(underWay, ["delivery-bucket", "delivery-bucket,delivery-topic"]);
        assert.deepEqual([...reporter.changes], [["create", 2]]);
    });

    it("says when an operation failed", () => {
        reporter.onEvent(resourceEvent("resourcePreEvent", "update", "aws:cfg/recorder:Recorder", "default"));
        reporter.onEvent(resourceEvent("resOpFailedEvent", "update", "aws:cfg/recorder:Recorder", "default"));
        assert.equal(steps[0]?.failed, true);
        assert.match(describeStep(steps[0] ?? assert.fail()), /^update failed default\s+0\.0 s {2}aws:cfg:Recorder$/);
    });

    it("leaves out what changes nothing in AWS", () => {
        const silent: [string, string, boolean][] = [
            ["same", "aws:s3/bucket:Bucket", true],
            ["replace", "aws:s3/bucket:Bucket", true],
            ["create", "conformance-packs:config:Recorder", false],
            ["create", "pulumi:pulumi:Stack", false],
            ["create", "pulumi:providers:aws", true],
        ];
        for (const [op, type, custom] of silent) {
            reporter.onEvent(resourceEvent("resourcePreEvent", op, type, "x", custom));
            reporter.onEvent(resourceEvent("resOutputsEvent", op, type, "x", custom));
        }
        assert.deepEqual(steps, []);
        assert.equal(reporter.changes.size, 0);
    });

    it("collects errors and warnings without colour codes, with the resource they are about", () => {
        const urn = "urn:pulumi:dev::p::aws:s3/bucket:Bucket::delivery-bucket";
        const said = (severity: string, message: string, about?: string): void =>
            reporter.onEvent(event({ diagnosticEvent: { urn: about, message, color: "raw", severity } }));
        said("error", "<{%fg 1%}>no such key<{%reset%}>\n", urn);
        said("error", "no such key", urn);
        said("error", "update failed");
        said("warning", "unknown rule");
        said("info", "hello");
        assert.deepEqual(reporter.errors, ["delivery-bucket: no such key"]);
        assert.deepEqual(reporter.warnings, ["unknown rule"]);
    });

    it("notices outputs that are not those of the last deployment", () => {
        const stackEnds = (before: object, after: object): void => {
            const type = "pulumi:pulumi:Stack";
            const metadata = {
                op: "same",
                urn: "",
                type,
                provider: "",
                old: { outputs: before },
                new: { outputs: after },
            };
            reporter.onEvent(event({ resOutputsEvent: { metadata } }));
        };
        stackEnds({ a: 1, b: { c: 2 } }, { b: { c: 2 }, a: 1 });
        assert.equal(reporter.outputsChanged, false);
        stackEnds({ a: 1 }, { a: 2 });
        assert.equal(reporter.outputsChanged, true);
        assert.equal(reporter.changes.size, 0);
    });

    it("notices that the engine is cancelling", () => {
        assert.equal(reporter.cancelling, false);
        reporter.onEvent(event({ stdoutEvent: { message: "^C received; cancelling. If you", color: "always" } }));
        assert.equal(reporter.cancelling, true);
    });
});
