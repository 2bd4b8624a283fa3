import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** The first stage of the judge, with a registry of the test's own. */
function judge(registry: string): Promise<{ code: number | null; out: string }> {
    const child = spawn(".ci/advisories/run", ["npm"], {
        env: { ...process.env, npm_config_registry: registry, npm_config_fetch_retries: "0", NO_COLOR: "1" },
    });
    let out = "";
    child.stdout.on("data", (text: Buffer) => (out += text.toString()));
    return new Promise((resolve) => child.on("close", (code) => resolve({ code, out })));
}

describe("the judge of advisories", function () {
    this.timeout(60_000);
    let server: Server;
    let answer: { status: number; advisories: object };
    let registry = "";

    before((done) => {
        server = createServer((request, response) => {
            request.resume();
            request.on("end", () => {
                response.writeHead(answer.status, { "content-type": "application/json" });
                // npm looks up the versions of the package, and of those that depend on it.
                const name = decodeURIComponent((request.url ?? "").slice(1));
                const body = request.method === "GET" ? { name, versions: {} } : answer.advisories;
                response.end(JSON.stringify(body));
            });
        }).listen(0, "127.0.0.1", done);
    });
    before(() => (registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
    after(() => server.close());

    it("finds nothing where the registry knows of nothing", async () => {
        answer = { status: 200, advisories: {} };
        const { code, out } = await judge(registry);
        assert.deepEqual([code, out], [0, "npm: no advisory of severity moderate or above\n"]);
    });

    it("fails by an advisory for a version that the lock file has", async () => {
        const advisory = {
            id: 1,
            url: "https://example.com/advisory",
            title: "reads what it must not",
            severity: "high",
            vulnerable_versions: "*",
            cwe: [],
            cvss: { score: 8, vectorString: null },
        };
        answer = { status: 200, advisories: { yaml: [advisory] } };
        const { code, out } = await judge(registry);
        assert.equal(code, 1, out);
        assert.match(out, /yaml .*\n.*high/);
        assert.match(out, /reads what it must not/);
    });

    it("says that it did not judge where the registry answers with anything else", async () => {
        answer = { status: 405, advisories: { error: "Method Not Allowed" } };
        const { code, out } = await judge(registry);
        assert.equal(code, 0);
        assert.match(out, /^npm: NOT JUDGED: the registry tells no advisories here: .*405/);
    });
});
