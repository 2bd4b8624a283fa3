import assert from "node:assert/strict";
import { ACCOUNT } from "../end-to-end/account.ts";
import { STACK_TRACE } from "../end-to-end/outcome.ts";
import type { Project } from "../end-to-end/project-fixture.ts";
import { canMeet, FAULT_KINDS, type FaultKind, type FaultName } from "./faults-of-aws.ts";
import { runApart, setFault } from "./killed-run.ts";
import type { StackInventory, WholeStack } from "./whole-stack.ts";

/** `all` for every kind of fault, which takes half an hour; the name of one kind for that alone. @default what the tests choose */
const KINDS = process.env["CONFORMANCE_PACKS_FAULT_KINDS"];

/** More than a deployment has layers, each of which fails by itself. */
const MOST_RUNS = 80;

/**
 * A test for each kind of fault: every operation of a deployment fails in this way, a layer of the deployment in each run.
 *
 * @param chosen the kinds, where nothing else is asked for
 */
export function failEveryCall<Inventory extends StackInventory>(
    project: Project,
    whole: WholeStack<Inventory>,
    chosen: readonly FaultName[],
): void {
    let operations: readonly string[];

    before("learn what a deployment asks AWS for", async () => {
        operations = [...new Set(await project.account.operationsSince(0, ACCOUNT))].sort();
        assert.ok(operations.length > 80, `only ${operations.length} operations`);
    });

    const names = (Object.keys(FAULT_KINDS) as FaultName[]).filter((name) =>
        KINDS === undefined ? chosen.includes(name) : KINDS === "all" || KINDS === name,
    );
    for (const name of names) {
        it(`says what failed, and goes on with the next run, where AWS ${name}`, async () => {
            await whole.beginAnew();
            const waiting = new Set(operations.filter((operation) => canMeet(operation, name)));
            const silent = new Set<string>();
            const unclear: string[] = [];
            for (let run = 1; ; run++) {
                const { isWell, printed, met } = await runMeeting([...waiting], name);
                met.forEach((operation) => waiting.delete(operation));
                if (isWell) {
                    met.forEach((operation) => silent.add(operation));
                    if (met.length === 0) {
                        break;
                    }
                } else {
                    const isTold = await whole.follow(printed);
                    assert.ok(met.length > 0 || isTold, `nothing failed, and yet it did not converge:\n${printed}`);
                    unclear.push(...faultsOf(printed, name).map((fault) => `${met.join(", ")}: ${fault}`));
                }
                assert.ok(run < MOST_RUNS, `still failing: ${met.join(", ")}\n${printed}`);
            }
            assert.deepEqual(unclear, []);
            const isWrite = (operation: string): boolean => !/:(Get|List|Describe|Head)/.test(operation);
            assert.deepEqual([...waiting].filter(isWrite), [], "never asked for");
            if (name === "denies access") {
                assert.deepEqual([...silent].filter(isWrite), [], "nobody heard of their failure");
            }
            await whole.converges();
        });
    }

    /** One update, in which all of these fail that it comes to. */
    async function runMeeting(waiting: readonly string[], name: FaultName) {
        for (const one of waiting) {
            const [service = "", operation = ""] = one.split(":");
            const { fault }: FaultKind = FAULT_KINDS[name];
            const everyTime = { service, operation, account: ACCOUNT, count: null };
            await setFault(project.endpoint, { ...everyTime, ...fault(service) });
        }
        const run = await runApart(project);
        const met = await project.account.faultsMet();
        await fetch(new URL("/sandbox/faults", project.endpoint), { method: "DELETE" });
        return { ...run, met: waiting.filter((_, index) => (met[index] ?? 0) > 0) };
    }

    /** What is wrong with the words of a run that failed. */
    function faultsOf(printed: string, name: FaultName): string[] {
        const failed = /^ .*(?<!pulumi:Stack \S+) \*\*\w+ failed/m;
        const isNamed =
            failed.test(printed) ||
            /conformance-packs:\w+|the (pack|recorder|bucket|key)|AWS did not say/.test(printed);
        return [
            FAULT_KINDS[name].says.test(printed) ? [] : [`AWS's words are missing:\n${printed}`],
            isNamed ? [] : [`nothing says what failed:\n${printed}`],
            STACK_TRACE.test(printed) ? [`a stack trace:\n${printed}`] : [],
        ].flat();
    }
}
