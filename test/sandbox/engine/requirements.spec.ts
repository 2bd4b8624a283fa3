import assert from "node:assert/strict";
import { checkRequirements, findMissing, inspectMachine } from "../../../sandbox/requirements.ts";
import type { Machine } from "../../../sandbox/requirements.ts";

const ABLE: Machine = { node: "24.1.0", hasPython: true, hasPulumi: true, go: undefined, freeDisk: 20e9 };

describe("requirements of the sandbox", () => {
    it("are met by a machine that has everything", () => {
        assert.deepEqual(findMissing(ABLE), []);
        assert.doesNotThrow(() => checkRequirements(ABLE));
    });

    const cases: [string, Partial<Machine>, RegExp][] = [
        ["an old Node", { node: "22.17.1" }, /Node 22\.18 or newer; this is 22\.17\.1/],
        ["no Python", { hasPython: false }, /Python 3\.10 or newer.*apt-get install python3 python3-venv/],
        ["neither the Pulumi CLI nor Go", { hasPulumi: false }, /Pulumi CLI v3\.259\.0 or newer.*or Go 1\.25/],
        ["little disk", { freeDisk: 0.5e9 }, /1\.0 GB of free disk.*there are 0\.5 GB/],
        ["too little disk for a build", { hasPulumi: false, go: "1.26.0", freeDisk: 3e9 }, /4\.0 GB.*building/],
    ];
    for (const [what, difference, expected] of cases) {
        it(`name ${what}, and nothing else`, () => {
            const missing = findMissing({ ...ABLE, ...difference });
            assert.equal(missing.length, 1, missing.join("\n"));
            assert.match(missing[0] ?? "", expected);
        });
    }

    it("do not ask for Go where the Pulumi CLI is there, nor for the CLI where Go is", () => {
        assert.deepEqual(findMissing({ ...ABLE, hasPulumi: false, go: "1.25.0" }), []);
    });

    it("are named all at once", () => {
        const poor: Machine = { node: "20.1.0", hasPython: false, hasPulumi: false, go: undefined, freeDisk: 0 };
        assert.throws(() => checkRequirements(poor), {
            name: "UserError",
            message: /It needs:\n {2}- Node.*\n {2}- Python.*\n {2}- the Pulumi CLI.*\n {2}- 4\.0 GB/,
        });
    });

    it("are looked up on this machine", async () => {
        const machine = await inspectMachine(true);
        assert.equal(machine.node, process.versions.node);
        assert.ok(machine.freeDisk > 0);
    });
});
