import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { RULES_PER_ACCOUNT_AND_REGION } from "../../../lib/pack/limits.ts";
import { findBoundary, largestTemplate, largestThat, LIMITS, policyBoundaries } from "../../../lib/scale/boundaries.ts";
import { type Measure, MEASURES, simulate } from "../../../lib/scale/measures.ts";
import { type OrganizationSize, simulateOrganization } from "../../../lib/scale/organization.ts";

const SMALL: OrganizationSize = { accounts: 100, regions: 2, packs: 4, rulesPerPack: 5 };

function measure(name: string): Measure {
    const found = MEASURES.find((one) => one.name === name);
    assert.ok(found, name);
    return found;
}

/** A measure over sizes that differ in one number. */
function values(name: string, key: "accounts" | "regions" | "packs", counts: readonly number[]): number[] {
    const { of } = measure(name);
    return counts.map((count) => {
        // In one region: in others, a pack that looks at nothing but global resource types is left out.
        const size = { ...SMALL, ...(key === "packs" && { regions: 1 }), [key]: count };
        const { plan, usage, diagnostics } = simulate(size);
        assert.ok(plan, JSON.stringify(diagnostics));
        return of(plan, usage);
    });
}

/** Of evenly spaced sizes: each step adds as much as the one before. */
function assertLinear(name: string, key: "accounts" | "regions" | "packs", counts: readonly number[]): void {
    const found = values(name, key, counts);
    const steps = found.slice(1).map((value, index) => value - (found[index] ?? 0));
    const [first = 0] = steps;
    assert.ok(first > 0, `${name} does not grow with ${key}: ${found.join()}`);
    for (const step of steps) {
        assert.ok(Math.abs(step - first) <= 1e-9 * Math.abs(first), `${name} by ${key}: ${found.join()}`);
    }
}

function assertSame(name: string, key: "accounts" | "regions" | "packs", counts: readonly number[]): void {
    assert.equal(new Set(values(name, key, counts)).size, 1, `${name} by ${key}`);
}

describe("a made-up organization", function () {
    this.timeout(120_000);

    it("is the same each time, and as large as it is meant to be", () => {
        const size = { ...SMALL, regions: 30, excludedAccounts: 3 };
        const [one, other] = [simulateOrganization(size), simulateOrganization(size)];
        assert.equal(one.files.read("Pulumi.organization.yaml"), other.files.read("Pulumi.organization.yaml"));
        assert.equal(new Set(one.accounts).size, 100);
        assert.equal(new Set(one.regions).size, 30);
        const { plan } = simulate(size);
        assert.deepEqual([plan?.packs.length, plan?.furtherRegions?.length], [4, 29]);
        assert.equal(plan?.packs[0]?.excludedAccounts.length, 3);
        assert.throws(() => simulateOrganization({ ...SMALL, regions: 99 }), RangeError);
    });

    it("is planned, or refused with a reason, whatever its size", () => {
        fc.assert(
            fc.property(
                fc.record({
                    accounts: fc.integer({ min: 10, max: 10_000 }),
                    regions: fc.integer({ min: 1, max: 30 }),
                    packs: fc.integer({ min: 1, max: 50 }),
                    rulesPerPack: fc.integer({ min: 1, max: 60 }),
                    excludedAccounts: fc.integer({ min: 0, max: 10 }),
                    reach: fc.constantFrom("organization" as const, "accounts" as const),
                }),
                (drawn) => {
                    const { reach, accounts } = drawn;
                    // Only packs of an organization leave accounts out.
                    const size = { ...drawn, excludedAccounts: reach === "accounts" ? 0 : drawn.excludedAccounts };
                    const { plan, usage, diagnostics } = simulate(size);
                    const errors = diagnostics.filter(({ severity }) => severity === "error");
                    if (size.packs * size.rulesPerPack > RULES_PER_ACCOUNT_AND_REGION) {
                        assert.ok(errors.some(({ code, hint }) => code === "too-many-rules" && hint !== undefined));
                        return;
                    }
                    assert.ok(plan, JSON.stringify({ size, errors: errors.slice(0, 3) }));
                    for (const { name, of } of MEASURES) {
                        assert.ok(Number.isFinite(of(plan, usage)), name);
                    }
                    const warned = diagnostics.some(({ code }) => code === "many-aggregator-accounts");
                    assert.equal(warned, reach === "accounts" && accounts > 1_000);
                },
            ),
            { numRuns: 12 },
        );
    });

    it("costs its stack nothing by members, and a bill in a straight line", () => {
        for (const name of MEASURES.map((one) => one.name).filter((one) => !one.startsWith("USD"))) {
            assertSame(name, "accounts", [10, 1_000, 10_000]);
        }
        assertLinear("USD a month, at least", "accounts", [10, 2_510, 5_010, 7_510, 10_010]);
        assertLinear("USD a month, at most", "accounts", [10, 2_510, 5_010, 7_510, 10_010]);
    });

    it("grows in a straight line by regions and by packs", () => {
        for (const name of ["resources of the stack", "packs in all regions", "bytes of all templates"]) {
            // The first region is the home of global resource types, and has their rules besides.
            assertLinear(name, "regions", [2, 9, 16, 23, 30]);
        }
        for (const name of ["resources of the stack", "packs in all regions", "rules in a region"]) {
            assertLinear(name, "packs", [1, 13, 25, 37, 49]);
        }
    });
});

describe("a limit of AWS's", function () {
    this.timeout(120_000);
    const document = readFileSync("docs/scale.md", "utf8").replaceAll(/ +/g, " ");
    const number = (value: number): string => value.toLocaleString("en");

    for (const limit of LIMITS) {
        it(`stops a plan with a way out, as docs/scale.md says: ${limit.name}`, () => {
            const { largest, fault } = findBoundary(limit);
            // In bytes, the limit is another unit than what is counted.
            if (!limit.name.startsWith("bytes")) {
                assert.equal(largest, limit.limit);
            }
            assert.ok(fault?.line !== undefined, "no fault, or one without a place");
            assert.ok((fault.hint ?? fault.message).length > 20);
            assert.ok(
                document.includes(`| ${limit.name} | ${number(limit.limit)} | ${number(largest)} | \`${fault.code}\``),
                `npm run scale -- --write`,
            );
        });
    }

    it("on policies bites where accounts are named one by one, and never by the size of an organization", () => {
        for (const { name, limit, accounts, bytesForOrganization } of policyBoundaries(30)) {
            assert.ok(accounts >= 100, `${name}: ${accounts}`);
            assert.ok(bytesForOrganization <= limit / 2, `${name}: ${bytesForOrganization} bytes`);
        }
        const [bucket] = policyBoundaries(1);
        assert.ok(document.includes(`| delivery bucket | 20,480 | ${bucket?.accounts ?? 0} |`));
    });

    it("on templates in S3 is one that no pack within the other limits reaches", () => {
        const { bytes, limit } = largestTemplate();
        assert.ok(bytes > 51_200 && bytes < limit, `${bytes} of ${limit}`);
    });

    it("is found by halving", () => {
        fc.assert(
            fc.property(fc.nat(500), (largest) => {
                assert.equal(
                    largestThat((count) => count <= largest, 500),
                    largest,
                );
            }),
        );
    });
});
