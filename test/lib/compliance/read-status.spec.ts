import assert from "node:assert/strict";
import { failures } from "../../../lib/compliance/fail-on.ts";
import type { StatusFilter } from "../../../lib/compliance/filter.ts";
import { groupingBy, type GroupingName, worstFirst } from "../../../lib/compliance/groupings.ts";
import { readStatus } from "../../../lib/compliance/read-status.ts";
import { type Group, scoreOf, Tally } from "../../../lib/compliance/tally.ts";
import type { Waiver } from "../../../lib/waivers/waiver.ts";
import { evaluation, failing, FixtureSource, ruleCompliance } from "./fixture-source.ts";
import { AUDIT_LOGGING, LOGGING, PLAN, PUBLIC, VERSIONING, waiversFor } from "./project.ts";

const [ONE, TWO] = ["111111111111", "222222222222"] as const;

/** Two accounts, whose rules come on two pages. */
function source(): FixtureSource {
    return new FixtureSource({
        rules: [
            [
                failing(PUBLIC, ONE, 3),
                failing(VERSIONING, ONE, 40),
                ruleCompliance(LOGGING, ONE),
                failing(AUDIT_LOGGING, ONE, 1),
            ],
            [
                ruleCompliance(PUBLIC, TWO),
                ruleCompliance(VERSIONING, TWO, { compliance: "INSUFFICIENT_DATA" }),
                ruleCompliance("by-hand", TWO, { region: "us-east-1" }),
            ],
        ],
        deployedPacks: [
            { pack: "storage", account: ONE, region: "eu-west-1", ending: "conformance-pack-aaaaaaaa1" },
            {
                pack: "OrgConformsPack-audit-ab12cd34",
                account: ONE,
                region: "eu-west-1",
                ending: "conformance-pack-bbbbbbbb2",
            },
        ],
        evaluations: ["public-site", "public-docs", "secret"].map((name) => evaluation(PUBLIC, ONE, name)),
    });
}

interface Asked {
    readonly by?: GroupingName;
    readonly filter?: StatusFilter;
    readonly waivers?: readonly Waiver[];
    readonly askPacks?: boolean;
    readonly from?: FixtureSource;
}

async function tally({ by = "rule", filter = {}, waivers = [], askPacks = true, from = source() }: Asked) {
    const counted = new Tally({ groups: groupingBy(by, filter) });
    for await (const entries of readStatus({
        source: from,
        plan: PLAN,
        waivers,
        on: "2026-11-22",
        filter,
        askPacks,
    })) {
        entries.forEach((entry) => counted.add(entry));
    }
    return counted;
}

/** `name: failing/waived/no data/compliant`, the worst first. */
async function rows(asked: Asked): Promise<string[]> {
    const groups = (await tally(asked)).groups("groups").sort(worstFirst);
    return groups.map(
        ({ name, verdicts }: Group) =>
            `${name}: ${verdicts.NON_COMPLIANT}/${verdicts.WAIVED}/${verdicts.INSUFFICIENT_DATA}/${verdicts.COMPLIANT}`,
    );
}

describe("the status", () => {
    it("counts rules by whatever is asked, the worst first", async () => {
        assert.deepEqual(await rows({ by: "rule" }), [
            "s3-bucket-public-read-prohibited: 1/0/0/1",
            "s3-bucket-logging-enabled: 1/0/0/1",
            "s3-bucket-versioning-enabled: 1/0/1/0",
            "by-hand: 0/0/0/1",
        ]);
        assert.deepEqual(await rows({ by: "pack" }), ["storage: 2/0/1/2", "audit: 1/0/0/0", "(no pack): 0/0/0/1"]);
        assert.deepEqual(await rows({ by: "account" }), [`${ONE}: 3/0/0/1`, `${TWO}: 0/0/1/2`]);
        assert.deepEqual(await rows({ by: "region" }), ["eu-west-1: 3/0/1/2", "us-east-1: 0/0/0/1"]);
        assert.deepEqual(await rows({ by: "control" }), [
            "CIS 2.1: 1/0/0/1",
            "PCI 1.3: 1/0/0/1",
            "CIS 3.6: 1/0/0/0",
            "(no control): 1/0/1/2",
        ]);
    });

    it("says which packs a rule may belong to where AWS was not asked", async () => {
        const from = source();
        assert.deepEqual(await rows({ by: "pack", askPacks: false, from }), [
            "storage: 2/0/1/1",
            "audit or storage: 1/0/0/1",
            "(no pack): 0/0/0/1",
        ]);
        assert.equal(from.packQuestions, 0);
    });

    it("gives a rule the severity that its own pack has, and the worst where the pack is not known", async () => {
        const logging = { rules: ["s3-bucket-logging-enabled"] };
        const told = (await tally({ filter: logging })).totals();
        assert.deepEqual([told.failingBySeverity.high, told.failingBySeverity.none], [1, 0]);
        assert.equal(failures(told, "high"), 1);
        assert.equal(failures(told, "critical"), 0);
        assert.equal(failures((await tally({ filter: { packs: ["storage"] } })).totals(), "low"), 2);
        assert.equal(failures((await tally({})).totals(), "any"), 3);
    });

    const filters: readonly [what: string, filter: StatusFilter, expected: readonly string[]][] = [
        ["a pack", { packs: ["aud*"] }, ["s3-bucket-logging-enabled: 1/0/0/0"]],
        ["a rule", { rules: ["by-*"] }, ["by-hand: 0/0/0/1"]],
        [
            "a managed rule's identifier",
            { rules: ["S3_BUCKET_VERSIONING_ENABLED"] },
            ["s3-bucket-versioning-enabled: 1/0/1/0"],
        ],
        ["an account", { accounts: [ONE], rules: ["*versioning*"] }, ["s3-bucket-versioning-enabled: 1/0/0/0"]],
        ["a region", { regions: ["us-*"] }, ["by-hand: 0/0/0/1"]],
        ["severities", { severities: ["low", "medium"] }, ["s3-bucket-versioning-enabled: 1/0/1/0"]],
        ["a control's ID", { controls: ["1.3"] }, ["s3-bucket-public-read-prohibited: 1/0/0/1"]],
        ["a framework", { controls: ["PCI"] }, ["s3-bucket-public-read-prohibited: 1/0/0/1"]],
        ["a control of a framework", { controls: ["CIS 3.6"] }, ["s3-bucket-logging-enabled: 1/0/0/0"]],
        ["verdicts", { verdicts: ["INSUFFICIENT_DATA"] }, ["s3-bucket-versioning-enabled: 0/0/1/0"]],
    ];
    for (const [what, filter, expected] of filters) {
        it(`may be asked about ${what} only`, async () => assert.deepEqual(await rows({ filter }), expected));
    }

    it("groups by those controls only that are asked about", async () => {
        assert.deepEqual(await rows({ by: "control", filter: { controls: ["PCI*"] } }), ["PCI 1.3: 1/0/0/1"]);
    });

    it("lets AWS leave out what it can", async () => {
        const asked = async (filter: StatusFilter) => {
            const from = source();
            await rows({ filter, from });
            return from.filters;
        };
        assert.deepEqual(
            await asked({ accounts: [ONE], regions: ["eu-west-1"], verdicts: ["WAIVED", "NON_COMPLIANT"] }),
            [{ account: ONE, region: "eu-west-1", compliance: "NON_COMPLIANT" }],
        );
        assert.deepEqual(await asked({ verdicts: ["COMPLIANT"] }), [{ compliance: "COMPLIANT" }]);
        assert.deepEqual(await asked({ accounts: ["1*"], regions: ["a", "b"], verdicts: ["INSUFFICIENT_DATA"] }), [{}]);
    });

    it("scores what AWS has a verdict on, and none where it has none", async () => {
        assert.equal(scoreOf((await tally({})).totals()), 3 / 6);
        assert.equal(scoreOf((await tally({ filter: { verdicts: ["INSUFFICIENT_DATA"] } })).totals()), undefined);
    });

    it("adds up resources, and says where AWS stopped counting", async () => {
        assert.deepEqual((await tally({})).totals().failing, { count: 29, capped: true });
        assert.deepEqual((await tally({ filter: { rules: ["*public*"] } })).totals().failing, {
            count: 3,
            capped: false,
        });
    });
});

describe("waivers in the status", () => {
    const publicRead = "s3-bucket-public-read-prohibited";

    it("cover resources one by one: a rule fails as long as one is left, and stays listed when none is", async () => {
        const some = await tally({ waivers: waiversFor({ rule: publicRead, resource: "public-*" }) });
        const [group] = some.groups("groups").filter(({ name }) => name === publicRead);
        assert.deepEqual([group?.verdicts.NON_COMPLIANT, group?.failing.count, group?.waived.count], [1, 1, 2]);
        const all = waiversFor({ rule: publicRead, resource: "public-*" }, { rule: publicRead, resource: "secret" });
        const [row] = await rows({ waivers: all, filter: { rules: [publicRead] } });
        assert.equal(row, `${publicRead}: 0/1/0/1`);
        assert.equal(scoreOf((await tally({ waivers: all, filter: { rules: [publicRead] } })).totals()), 1 / 2);
    });

    it("say what each covers, and cost a question only for the rules and accounts that they name", async () => {
        const from = source();
        const waivers = waiversFor(
            { rule: publicRead, account: ONE, resource: "AWS::S3::Bucket/public-*" },
            { rule: publicRead, account: TWO, resource: "other" },
            { rule: "s3-bucket-logging-enabled", account: TWO, resource: "*" },
        );
        const uses = (await tally({ waivers, from })).waivers();
        assert.deepEqual(from.evaluated, [`${ONE} ${PUBLIC}`]);
        assert.deepEqual(
            uses.map(({ waiver, resources, rules: count }) => [waiver.resource, resources.count, count]),
            [["AWS::S3::Bucket/public-*", 2, 1]],
        );
    });

    it("for everything need no question, and keep the count's cap", async () => {
        const from = source();
        const waivers = waiversFor({ rule: "s3-bucket-versioning-enabled", resource: "*" });
        const counted = await tally({ waivers, from, filter: { rules: ["*versioning*"] } });
        assert.deepEqual(from.evaluated, []);
        assert.deepEqual(counted.totals().waived, { count: 25, capped: true });
        assert.deepEqual(counted.totals().verdicts.WAIVED, 1);
    });

    it("cover nothing after their last day", async () => {
        const expired = waiversFor({ rule: publicRead, resource: "*", expiry: "2026-11-21" });
        const [row] = await rows({ waivers: expired, filter: { rules: [publicRead] } });
        assert.equal(row, `${publicRead}: 1/0/0/1`);
    });

    it("of a managed rule cover it under any name that the plan knows", async () => {
        const waivers = waiversFor({ rule: "S3_BUCKET_PUBLIC_READ_PROHIBITED", resource: "*" });
        assert.equal((await tally({ waivers })).totals().verdicts.WAIVED, 1);
    });

    it("may be asked about alone", async () => {
        const waivers = waiversFor({ rule: publicRead, resource: "*" });
        assert.deepEqual(await rows({ waivers, filter: { verdicts: ["WAIVED"] } }), [`${publicRead}: 0/1/0/0`]);
    });
});
