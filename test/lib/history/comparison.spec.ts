import assert from "node:assert/strict";
import { compareHistory, type ListedVersion } from "../../../lib/history/comparison.ts";

/** A version `<key><number>` of the day of its number. */
function version(name: string, changes: Partial<ListedVersion> = {}): ListedVersion {
    const [key = "", number = ""] = [name.slice(0, 1), name.slice(1)];
    const lastModified = `2026-01-${number.padStart(2, "0")}T00:00:00.000Z`;
    return { key, versionId: name, lastModified, isLatest: true, size: 10, ...changes };
}

const old = (name: string): ListedVersion => version(name, { isLatest: false });

function marker(name: string): ListedVersion {
    const { key, versionId, lastModified, isLatest } = version(name);
    return { key, versionId, lastModified, isLatest };
}

describe("history beside its replica", () => {
    it("is the same where both have the same versions", () => {
        const both = [version("a1"), version("b2")];
        assert.deepEqual(compareHistory(both, both), { same: 2, lost: [], unreplicated: [] });
    });

    it("has lost what is gone, and what is hidden by a delete marker", () => {
        const { lost } = compareHistory([marker("a3"), old("a1")], [version("a1"), version("b2")]);
        assert.deepEqual(lost, [
            { key: "a", loss: "deleted", versionId: "a1", size: 10 },
            { key: "b", loss: "deleted", versionId: "b2", size: 10 },
        ]);
    });

    it("has lost the newest version where an older one shows, or what shows has another size", () => {
        const replicas = [version("a3"), old("a1"), version("b2")];
        const { lost } = compareHistory([version("a1"), version("b2", { size: 9 })], replicas);
        assert.deepEqual(
            lost.map(({ loss, versionId }) => [loss, versionId]),
            [
                ["replaced", "a3"],
                ["altered", "b2"],
            ],
        );
    });

    it("has no replica of what came later, or was never replicated", () => {
        const { lost, unreplicated } = compareHistory([version("a3"), old("a1"), version("b1")], [version("a1")]);
        assert.deepEqual([lost, unreplicated.map(({ versionId }) => versionId)], [[], ["a3", "b1"]]);
    });

    it("is taken back to a moment: what was replaced since is lost, replicated or not", () => {
        const replicas = [version("a9"), old("a2"), old("a1"), version("b2"), version("c9")];
        const delivered = [version("a9"), old("a2"), version("b9"), old("b2"), version("c9")];
        const { same, lost, unreplicated } = compareHistory(delivered, replicas, "2026-01-05T00:00:00Z");
        assert.deepEqual([same, unreplicated], [0, []]);
        assert.deepEqual(lost, [
            { key: "a", loss: "replaced", versionId: "a2", size: 10 },
            { key: "b", loss: "replaced", versionId: "b2", size: 10 },
        ]);
    });

    it("is not restored from what the archive itself has let expire", () => {
        assert.deepEqual(compareHistory([], [marker("a9"), old("a1")]), { same: 0, lost: [], unreplicated: [] });
    });
});
