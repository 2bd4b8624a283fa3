import assert from "node:assert/strict";
import { handlers } from "../../../sandbox/provider/handlers/handlers.ts";
import { useEmulator } from "../emulator/emulator-fixture.ts";
import type { Deployed } from "./engine-steps.ts";
import { EngineSteps } from "./engine-steps.ts";
import { makeSurroundings, type Surroundings } from "./case-surroundings.ts";
import { casesElsewhere, resourceCases } from "./resource-cases.ts";

describe("resource handlers", () => {
    const fixture = useEmulator();
    let engine: EngineSteps;
    let around: Surroundings;

    before(() => {
        engine = new EngineSteps(fixture.emulator.endpoint);
    });

    it("has a case for every type", () => {
        const covered = [...resourceCases.map(({ type }) => type), ...casesElsewhere].sort();
        assert.deepEqual(covered, handlers.map(({ type }) => type).sort());
    });

    for (const one of resourceCases) {
        describe(one.type, () => {
            let made: Deployed | undefined;

            before(async () => {
                await fixture.reset();
                around = await makeSurroundings(engine);
            });

            afterEach(async () => {
                if (made !== undefined) {
                    await engine.delete(made);
                    made = undefined;
                }
            });

            const create = async (): Promise<Deployed> => (made = await engine.create(one.type, one.program(around)));

            it("creates what a refresh reads back without a difference", async () => {
                const program = one.program(around);
                const deployed = await create();
                assert.deepEqual(engine.diff(deployed, program).changes, []);

                const refreshed = await engine.refresh(deployed);
                assert.ok(refreshed);
                assert.deepEqual(refreshed.state, deployed.state);
                assert.deepEqual(refreshed.inputs, deployed.inputs);
                assert.deepEqual(engine.diff(refreshed, program).changes, []);
            });

            if (one.change !== undefined) {
                const { change, changedPaths } = one;
                it("updates in place, and a refresh sees the update", async () => {
                    const over = typeof change === "function" ? change(around) : change;
                    const deployed = await create();
                    const program = { ...one.program(around), ...over };
                    const { changes } = engine.diff(deployed, program);
                    assert.deepEqual(
                        changes.map(({ path }) => path).sort(),
                        [...(changedPaths ?? Object.keys(over))].sort(),
                    );
                    assert.ok(changes.every(({ replace }) => !replace));

                    const updated = await engine.update(deployed, program);
                    const refreshed = await engine.refresh(updated);
                    assert.ok(refreshed);
                    assert.equal(updated.id, deployed.id);
                    assert.deepEqual(refreshed.state, updated.state);
                    assert.deepEqual(engine.diff(refreshed, program).changes, []);
                });
            }

            if (one.replacement !== undefined) {
                const { replacement } = one;
                it("is replaced by a change of what cannot change", async () => {
                    const deployed = await create();
                    const { changes } = engine.diff(deployed, { ...one.program(around), ...replacement });
                    assert.deepEqual(changes.map(({ property }) => property).sort(), Object.keys(replacement).sort());
                    assert.ok(changes.every(({ replace }) => replace));
                });
            }

            it("imports what it can see", async () => {
                const program = one.program(around);
                const deployed = await create();
                const imported = await engine.import(one.type, one.importId?.(around) ?? deployed.id);
                assert.ok(imported);
                assert.equal(imported.id, deployed.id);
                const differing = engine.diff(imported, program).changes.map(({ property }) => property);
                assert.deepEqual(differing, one.unseenByImport ?? []);
                // What an import writes into a program must be a program.
                engine.checked(one.type, "one", imported.inputs, {});
            });

            it("deletes, and then a refresh finds nothing", async () => {
                const deployed = await create();
                await engine.delete(deployed);
                const left = await engine.refresh(deployed);
                assert.ok(one.leavesDefault === true ? left !== undefined : left === undefined);
                assert.notDeepEqual(left?.state, deployed.state);
                // Deleting what is gone already is no error.
                await engine.delete(deployed);
            });

            it("refuses a property that the type does not have", () => {
                const { failures } = engine.provider.check(
                    { type: one.type, name: "one" },
                    { ...one.program(around), noSuchProperty: 1 },
                    {},
                    new Uint8Array(32),
                );
                assert.deepEqual(failures, [
                    { property: "noSuchProperty", reason: 'An argument named "noSuchProperty" is not expected here.' },
                ]);
            });
        });
    }
});
