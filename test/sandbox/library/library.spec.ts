import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeConfigRulesCommand } from "@aws-sdk/client-config-service";
import { type LibraryPack, libraryPacks } from "../../../lib/library/library.ts";
import { profiles } from "../../../lib/library/profiles.ts";
import { RULES_PER_ACCOUNT_AND_REGION } from "../../../lib/pack/limits.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import { assertChanges } from "../end-to-end/outcome.ts";
import { PROJECT, useProject } from "../end-to-end/project-fixture.ts";

const FILES = projectFolder(PROJECT);

/** Some rules are for another region than the sandbox's. */
function rulesHere({ pack }: LibraryPack): number {
    return pack.rules.filter(({ condition }) => condition === undefined).length;
}

/** The library in as many stacks as it takes, since an account has room for 1,000 rules. */
function batches(): LibraryPack[][] {
    const result: LibraryPack[][] = [];
    let room = 0;
    for (const one of libraryPacks(FILES)) {
        room -= one.pack.rules.length;
        if (room < 0) {
            result.push([]);
            room = RULES_PER_ACCOUNT_AND_REGION - one.pack.rules.length;
        }
        result.at(-1)?.push(one);
    }
    return result;
}

describe("the pack library, deployed", function () {
    this.timeout(300_000);

    const project = useProject();

    before("take the library, and the rules that its packs name", () => {
        for (const folder of ["library", "rules"]) {
            cpSync(join(PROJECT, "packs", folder), join(project.folder, "packs", folder), { recursive: true });
        }
    });

    // Two of these stacks together would be more rules than an account has room for.
    beforeEach(() => project.beginAnew());

    async function deployedParameters(): Promise<string[]> {
        const texts: string[] = [];
        let token: string | undefined;
        for (let page = 0; page < 100; page++) {
            const answer = await project.account.config.send(
                new DescribeConfigRulesCommand({ ...(token !== undefined && { NextToken: token }) }),
            );
            texts.push(...(answer.ConfigRules ?? []).map(({ InputParameters: text = "" }) => text));
            token = answer.NextToken;
            if (token === undefined) {
                return texts;
            }
        }
        throw new Error("the rules never end");
    }

    batches().forEach((packs, index) => {
        const names = packs.map(({ name }) => name);
        it(`deploys without configuration, part ${index + 1}: ${names[0]} to ${names.at(-1)}`, async () => {
            project.configure(`packs:\n${names.map((name) => `  ${name}:\n`).join("")}`);
            await project.up();
            assertChanges(await project.preview(), []);
            const found = await project.account.packs();
            assert.deepEqual(
                Object.fromEntries(
                    Object.entries(found).map(([name, { state, rules }]) => [name, [state, rules.length]]),
                ),
                Object.fromEntries(packs.map((one) => [one.name, ["CREATE_COMPLETE", rulesHere(one)]])),
            );
            // What a parameter stands for is filled in, and what has no value is left out.
            const unfilled = (await deployedParameters()).filter((text) => /\$\{|"Ref"|:""/.test(text));
            assert.deepEqual(unfilled, []);
        });
    });

    for (const profile of profiles(FILES)) {
        it(`deploys the profile ${profile.name}, each rule once`, async () => {
            project.writeStackFile(
                readFileSync(join(PROJECT, "examples", "profiles", `Pulumi.${profile.name}.yaml`), "utf8"),
            );
            await project.up();
            assertChanges(await project.preview(), []);
            const found = await project.account.packs();
            assert.deepEqual(Object.keys(found).toSorted(), profile.plan.packs.map(({ name }) => name).toSorted());
            assert.deepEqual(new Set(Object.values(found).map(({ state }) => state)), new Set(["CREATE_COMPLETE"]));
            const rules = Object.values(found).flatMap((one) => one.rules);
            assert.deepEqual(
                rules.toSorted(),
                profile.plan.packs.flatMap((part) => part.rules.map(({ name = "" }) => name)).toSorted(),
            );
        });
    }
});
