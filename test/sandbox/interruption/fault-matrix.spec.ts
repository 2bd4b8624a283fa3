import assert from "node:assert/strict";
import { assertNoStackTrace, type Outcome } from "../end-to-end/outcome.ts";
import { useProject } from "../end-to-end/project-fixture.ts";
import { setFault } from "./killed-run.ts";
import { WholeStack } from "./whole-stack.ts";

/**
 * `all` for every kind of fault at every operation that a deployment asks AWS for, reads included: hours. The name of one
 * kind for that alone.
 */
const POINTS = process.env["CONFORMANCE_PACKS_FAULT_POINTS"];

/** How AWS may answer; each as long as the run asks, but for what happens once. */
const FAULTS = {
    "denies access": {
        status: 403,
        code: "AccessDeniedException",
        message: "User: arn:aws:iam::123456789012:user/test is not authorized",
    },
    throttles: { status: 400, code: "ThrottlingException", message: "Rate exceeded" },
    "fails inside": { status: 500, code: "InternalFailure", message: "We encountered an internal error" },
    "loses an answer": { status: 500, code: "InternalFailure", message: "Lost", afterwards: true, count: 1 },
    "is slow": { delayMilliseconds: 2500, count: 1 },
} as const;

type FaultName = keyof typeof FAULTS;

/** Every kind of fault, and every kind of resource and look-up, at least once. */
const CHOSEN: readonly (readonly [string, string, FaultName])[] = [
    ["s3", "PutBucketPolicy", "denies access"],
    ["kms", "CreateKey", "loses an answer"],
    ["iam", "CreateServiceLinkedRole", "throttles"],
    ["config", "PutConfigurationRecorder", "fails inside"],
    ["config", "PutConformancePack", "denies access"],
    ["config", "StartConfigurationRecorder", "is slow"],
    ["sns", "CreateTopic", "fails inside"],
    ["tagging", "GetResources", "denies access"],
];

describe("a deployment that meets a fault of AWS", function () {
    this.timeout(240_000);

    const project = useProject();
    const whole = new WholeStack(project);

    /** The run ends well, or with words that say what failed; and the next one ends what it began. */
    async function meets(service: string, operation: string, name: FaultName): Promise<void> {
        await whole.beginAnew();
        await setFault(project.endpoint, { service, operation, count: null, ...FAULTS[name] });
        const outcome = await project.attempt("up");
        assert.ok(
            (await project.account.faultsMet()).some((met) => met > 0),
            "the run never asked for it",
        );
        await fetch(new URL("/sandbox/faults", project.endpoint), { method: "DELETE" });
        if (outcome.failure !== undefined) {
            assertClear(outcome, name);
        }
        await whole.converges();
    }

    function assertClear(outcome: Outcome, name: FaultName): void {
        const { code, message } = { code: "", message: "", ...FAULTS[name] };
        assertNoStackTrace(outcome);
        assert.ok(
            outcome.errors.includes(code) ||
                outcome.errors.includes(message) ||
                // The provider asked again, and was told that what it asked for is there.
                (name === "loses an answer" && /already/i.test(outcome.errors)),
            `AWS's words are missing:\n${outcome.printed}`,
        );
        assert.ok(
            outcome.failed.length > 0 || /conformance-packs:\w+|the (pack|recorder|bucket|key)/.test(outcome.errors),
            `nothing says what failed:\n${outcome.printed}`,
        );
    }

    if (POINTS === undefined) {
        for (const [service, operation, name] of CHOSEN) {
            it(`ends, and the next one converges: ${service}:${operation} ${name}`, () =>
                meets(service, operation, name));
        }
        return;
    }

    it("ends, and the next one converges, whatever fails in whichever way", async function () {
        this.timeout(0);
        await whole.beginAnew();
        await project.up();
        const operations = new Set(await project.account.operationsSince(0));
        const failures: string[] = [];
        const kinds = (Object.keys(FAULTS) as FaultName[]).filter((name) => POINTS === "all" || POINTS === name);
        assert.ok(kinds.length > 0, `no kind of fault is called ${POINTS}`);
        for (const one of [...operations].sort()) {
            const [service = "", operation = ""] = one.split(":");
            for (const name of kinds) {
                await meets(service, operation, name).catch((error: unknown) => {
                    failures.push(`${one} ${name}: ${error instanceof Error ? error.message : String(error)}`);
                    process.stderr.write(`${failures.at(-1) ?? ""}\n\n`);
                });
            }
        }
        assert.deepEqual(failures, []);
    });
});
