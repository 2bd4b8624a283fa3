import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { actionTables } from "../../../lib/operator/action-tables.ts";
import { READING_OPERATIONS, STEPS } from "../../../lib/operator/operation.ts";
import { TARGET_NAMES } from "../../../lib/operator/targets.ts";
import { handlers } from "../../../sandbox/provider/handlers/handlers.ts";
import { ACTION_REFERENCE } from "./action-reference.ts";

const PROJECT = resolve(import.meta.dirname, "..", "..", "..");

describe("the tables of IAM actions", () => {
    const { resourceTypes, ownCalls, withoutResource } = actionTables();
    const rows = [...resourceTypes.values()];
    const ofRows = rows.flatMap((row) => [
        ...STEPS.flatMap((step) => row[step]),
        ...row.needs.flatMap(({ actions }) => actions),
    ]);
    const all = [...new Set([...ofRows, ...ownCalls.flatMap(({ actions }) => actions)])].sort();

    it("have a row for every resource type that the project registers, and no other", () => {
        assert.deepEqual([...resourceTypes.keys()].sort(), handlers.map(({ type }) => type).sort());
    });

    it("name actions that AWS has", () => {
        assert.deepEqual(
            all.filter((action) => !ACTION_REFERENCE.has(action)),
            [],
        );
    });

    it("say of an action that it takes no resource exactly where AWS says so", () => {
        const unsupported = all.filter((action) => ACTION_REFERENCE.get(action)?.resources.length === 0);
        assert.deepEqual(
            unsupported.filter((action) => !withoutResource.has(action)),
            [],
        );
        // What is left are calls that name nothing; none of them changes anything.
        const unnamed = [...withoutResource].filter((action) => ACTION_REFERENCE.get(action)?.resources.length !== 0);
        assert.deepEqual(
            unnamed
                .map((action) => ACTION_REFERENCE.get(action)?.level)
                .filter((level) => !/^(Read|List)$/.test(level ?? "")),
            [],
        );
        assert.deepEqual(
            [...withoutResource].filter((action) => !all.includes(action)),
            [],
        );
    });

    it("read by actions that only read", () => {
        const reading = [
            ...rows.flatMap(({ read, needs }) => [
                ...read,
                ...needs.filter((need) => need.for.includes("read")).flatMap(({ actions }) => actions),
            ]),
            ...ownCalls
                .filter(({ operations }) => operations.some((one) => READING_OPERATIONS.includes(one)))
                .flatMap(({ actions }) => actions),
        ];
        assert.deepEqual(
            reading.filter((action) => !/^(Read|List)$/.test(ACTION_REFERENCE.get(action)?.level ?? "")),
            [],
        );
    });

    it("name files of this project that are there, and ask by themselves", () => {
        for (const { file } of ownCalls) {
            assert.ok(existsSync(join(PROJECT, file)), file);
        }
        const asking = ["cli", "cli/verify", "cli/doctor", "compliance", "components"].flatMap((folder) =>
            readdirSync(join(PROJECT, folder))
                .filter((name) => name.endsWith(".ts"))
                .map((name) => `${folder}/${name}`)
                .filter((file) => asksAws(readFileSync(join(PROJECT, file), "utf8"))),
        );
        const listed = new Set(ownCalls.map(({ file }) => file));
        assert.deepEqual(
            asking.filter((file) => !listed.has(file) && !(file in OTHERS)),
            [],
        );
    });

    it("use every target", () => {
        const used = new Set([
            ...rows.flatMap(({ on, needs }) => [on, ...needs.map((need) => need.on)]),
            ...ownCalls.map(({ on }) => on),
        ]);
        assert.deepEqual(
            TARGET_NAMES.filter((name) => !used.has(name)),
            [],
        );
    });

    it("pass roles, and make service-linked ones, for one service each", () => {
        const needs = rows.flatMap((row) => row.needs);
        for (const { actions, service, on } of needs) {
            const takesService = actions.some((action) => /^iam:(PassRole|CreateServiceLinkedRole)$/.test(action));
            assert.equal(service !== undefined, takesService, on);
        }
    });
});

/** Files that ask AWS for operations that have no policy, or that are counted with the provider's own row. */
const OTHERS: Readonly<Record<string, string>> = {
    "cli/verify/put-again.ts": "--repair: as the provider's update of a pack",
};

function asksAws(text: string): boolean {
    return (
        /@aws-sdk\/client-|from "@pulumi\/aws\/\w+\/get\w+\.js"/.test(text) &&
        /Command|paginate|await get[A-Z]|get[A-Z]\w+\(\{/.test(text)
    );
}
