/**
 * How a plan grows with the organization, and where limits of AWS's bite: the tables of docs/scale.md.
 *
 * `npm run scale` prints them, `npm run scale -- --write` puts them into the document. Times are this machine's, and
 * stay out of it.
 */
import { join } from "node:path";
import { formatTable } from "../cli/table.ts";
import { openTerminal } from "../cli/terminal.ts";
import { findBoundary, LIMITS, policyBoundaries } from "../lib/scale/boundaries.ts";
import { MEASURES, simulate } from "../lib/scale/measures.ts";
import type { OrganizationSize } from "../lib/scale/organization.ts";
import { type Table, writeTables } from "./document.ts";

const DOCUMENT = join(import.meta.dirname, "..", "docs", "scale.md");

const SIZES: readonly OrganizationSize[] = [
    { accounts: 10, regions: 1, packs: 1 },
    { accounts: 10, regions: 3, packs: 5 },
    { accounts: 100, regions: 3, packs: 5 },
    { accounts: 1_000, regions: 3, packs: 5 },
    { accounts: 1_000, regions: 17, packs: 10 },
    { accounts: 10_000, regions: 17, packs: 10 },
    { accounts: 10_000, regions: 30, packs: 50 },
];

const number = (value: number): string => Math.round(value).toLocaleString("en");

function growth(milliseconds: number[]): Table {
    const columns = SIZES.map((size) => {
        const begun = performance.now();
        const { plan, usage } = simulate(size);
        milliseconds.push(performance.now() - begun);
        return plan === undefined ? undefined : { plan, usage };
    });
    const counted = (name: string, of: (size: OrganizationSize) => number): string[] => [
        name,
        ...SIZES.map((size) => number(of(size))),
    ];
    return {
        name: "growth",
        header: ["", ...SIZES.map((_, index) => String.fromCodePoint("A".charCodeAt(0) + index))],
        rows: [
            counted("accounts", ({ accounts }) => accounts),
            counted("regions", ({ regions }) => regions),
            counted("packs, of 12 rules each", ({ packs }) => packs),
            ...MEASURES.map(({ name, of }) => [
                name,
                ...columns.map((column) => (column === undefined ? "refused" : number(of(column.plan, column.usage)))),
            ]),
        ],
    };
}

function boundaries(): Table {
    return {
        name: "boundaries",
        header: ["Limit", "AWS accepts", "Planned up to", "One more is told"],
        rows: LIMITS.map(findBoundary).map(({ name, limit, largest, fault }) => [
            name,
            number(limit),
            number(largest),
            fault === undefined ? "-" : `\`${fault.code}\`: ${fault.hint ?? fault.message}`,
        ]),
    };
}

function policies(): Table {
    const one = policyBoundaries(1);
    const many = policyBoundaries(30);
    return {
        name: "policies",
        header: ["Policy", "Bytes", "Accounts by ID, 1 region", "30 regions", "Organization, 1 region", "30 regions"],
        rows: one.map(({ name, limit, accounts, bytesForOrganization }, index) => [
            name,
            number(limit),
            number(accounts),
            number(many[index]?.accounts ?? 0),
            `${number(bytesForOrganization)} bytes`,
            `${number(many[index]?.bytesForOrganization ?? 0)} bytes`,
        ]),
    };
}

const terminal = openTerminal();
const milliseconds: number[] = [];
const tables = [growth(milliseconds), boundaries(), policies()];
if (process.argv.includes("--write")) {
    writeTables(DOCUMENT, tables);
    terminal.line("docs/scale.md is written; npm run format puts its tables in line");
} else {
    for (const { name, header, rows } of tables) {
        terminal.line(terminal.style("bold", name));
        formatTable(header, rows).forEach((line) => terminal.line(line));
        terminal.line();
    }
    terminal.line(`Milliseconds to plan each size, A first: ${milliseconds.map(number).join(", ")}`);
}
