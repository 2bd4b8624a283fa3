import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { projectFolder } from "../../../lib/project-files.ts";
import type { HistoryQueriesPlan } from "../../../lib/plan/history-queries.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import { historyTables, withAccount } from "../../../lib/query/history-tables.ts";
import { HISTORY_QUERIES_FOLDER, queryFile, queryNames } from "../../../lib/project-layout.ts";
import { load, memoryFiles, places, planOf } from "../project.ts";

const ON = "  conformance-packs:athena: { enabled: true }\n";

function historyOf(config: string): HistoryQueriesPlan {
    const { historyQueries } = planOf(config);
    assert.ok(historyQueries);
    return historyQueries;
}

describe("queries over delivered history", () => {
    it("are off unless they are asked for, and then read the stack's own account and regions", () => {
        assert.equal(planOf("").historyQueries, undefined);
        assert.deepEqual(historyOf(`${ON}  conformance-packs:regions: { us-east-1: {} }\n`), {
            databaseName: "conformance_packs_test",
            workgroupName: "conformance-packs-test",
            resultsBucket: { namePrefix: "config-queries-test" },
            resultsExpireAfterDays: 30,
            bytesScannedCutoffPerQuery: 10_000 * 1024 * 1024,
            accounts: ["self"],
            regions: ["eu-west-1", "us-east-1"],
            firstYear: 2014,
            queries: [],
        });
    });

    it("read every member of an organization, or the accounts that are named", () => {
        const organization = "  conformance-packs:organization: { id: o-abcdefghij }\n";
        assert.equal(historyOf(`${ON}${organization}`).accounts, "any");
        const named = historyOf(
            '  conformance-packs:athena: { enabled: true, accounts: ["222222222222", self, "111111111111", self],\n' +
                "    regions: [eu-central-1], firstYear: 2026 }\n",
        );
        assert.deepEqual(named.accounts, ["111111111111", "222222222222", "self"]);
        assert.deepEqual([named.regions, named.firstYear], [["eu-central-1", "eu-west-1"], 2026]);
    });

    it("read a bucket that is only used, and need one", () => {
        const used = historyOf(
            `${ON}  conformance-packs:deliveryBucket: { mode: use, name: elsewhere, prefix: org }\n`,
        );
        assert.equal(used.prefix, "org");
        const { diagnostics } = load(`${ON}  conformance-packs:deliveryChannel: { mode: use, name: default }\n`);
        assert.deepEqual(places(diagnostics), ["Pulumi.test.yaml:3:3 queries-without-bucket"]);
        assert.deepEqual(places(load("  conformance-packs:athena: { firstYear: 2026 }\n").diagnostics), [
            "Pulumi.test.yaml:3:31 ignored-setting",
        ]);
    });

    it("have the project's own SQL, with faults where it has any", () => {
        const files = {
            "Pulumi.test.yaml": `config:\n  aws:region: eu-west-1\n${ON}`,
            "queries/athena/one.sql": "-- What it is\nSELECT 1\n",
            "queries/one.sql": "SELECT not this one",
        };
        const { plan } = loadPlan({ stack: "test", files: memoryFiles(files) });
        assert.deepEqual(plan?.historyQueries?.queries, [
            { name: "one", description: "What it is", text: "-- What it is\nSELECT 1\n" },
        ]);
        const empty = { ...files, "queries/athena/Two.sql": "-- nothing\n\n" };
        assert.deepEqual(places(loadPlan({ stack: "test", files: memoryFiles(empty) }).diagnostics), [
            "queries/athena/Two.sql:1:1 invalid-query-name",
            "queries/athena/Two.sql:1:1 empty-query",
        ]);
    });
});

describe("tables over a delivery bucket", () => {
    const args = { bucketName: "history", accounts: ["111122223333"], regions: ["eu-west-1"], firstYear: 2026 };

    /** The folder that Athena reads for a partition: its template with the values in their places. */
    function folder(template: string, values: Readonly<Record<string, string | number>>): string {
        return template.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => String(values[name]));
    }

    it("find what AWS Config delivers, whose months and days have no leading zeros", () => {
        const [history, snapshots] = historyTables({ ...args, prefix: "org/config" });
        const values = { account: "111122223333", region: "eu-west-1", year: "2026", month: 1, day: 5 };
        const template = "storage.location.template";
        assert.equal(
            folder(history?.parameters[template] ?? "", values),
            "s3://history/org/config/AWSLogs/111122223333/Config/eu-west-1/2026/1/5/ConfigHistory/",
        );
        assert.equal(
            folder(snapshots?.parameters[template] ?? "", values),
            "s3://history/org/config/AWSLogs/111122223333/Config/eu-west-1/2026/1/5/ConfigSnapshot/",
        );
        assert.equal(historyTables(args)[0]?.location, "s3://history/AWSLogs/");
    });

    it("have a projection for each partition key, and a place for each in the template", () => {
        for (const { partitionKeys, parameters } of historyTables(args)) {
            for (const { name } of partitionKeys) {
                assert.ok(parameters[`projection.${name}.type`] !== undefined, name);
                assert.ok(parameters["storage.location.template"]?.includes(`\${${name}}`), name);
            }
            const projected = Object.keys(parameters).flatMap(
                (key) => /^projection\.(\w+)\.type$/.exec(key)?.[1] ?? [],
            );
            assert.deepEqual(
                projected,
                partitionKeys.map(({ name }) => name),
            );
            assert.equal(parameters["projection.month.digits"], undefined);
            assert.equal(parameters["projection.year.range"], "2026,NOW");
            assert.equal(parameters["projection.account.values"], "111122223333");
        }
        const [any] = historyTables({ ...args, accounts: "any" });
        assert.equal(any?.parameters["projection.account.type"], "injected");
        assert.equal(any.parameters["projection.account.values"], undefined);
    });

    it("are those that the project's queries read, by columns that they have", () => {
        const tables = historyTables(args);
        const columns = new Set(
            tables.flatMap(({ columns: own }) =>
                own.flatMap(({ type }) => [...type.matchAll(/(\w+):/g)].map(([, name]) => name)),
            ),
        );
        const names = queryNames(projectFolder("."), HISTORY_QUERIES_FOLDER);
        assert.ok(names.length >= 5, names.join());
        for (const name of names) {
            const text = readFileSync(queryFile(name, HISTORY_QUERIES_FOLDER), "utf8");
            const [, table] = /^FROM (\w+)$/m.exec(text) ?? [];
            assert.ok(
                tables.some((one) => one.name === table),
                `${name}: ${table}`,
            );
            for (const [, column = ""] of text.matchAll(/\bitem\.(\w+)/g)) {
                assert.ok(columns.has(column), `${name}: ${column}`);
            }
            // Every partition key is in a condition, or a query would list the bucket from the first year on.
            assert.match(text, /year = date_format\(current_date/, name);
            assert.match(text, /AND month = month\(current_date/, name);
            assert.equal(withAccount(text, "999988887777").split("AND account = '999988887777'").length, 2, name);
            assert.doesNotMatch(text, /;/, name);
        }
    });
});
