/** What judges find and the project leaves as it is, each with its reason: exceptions.yaml. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { matchesGlob } from "../../lib/glob.ts";
import type { Finding } from "./finding.ts";

const schema = z.record(
    z.string(),
    z.array(
        z.strictObject({
            check: z.string(),
            /** Patterns of what it may be found at; `*` stands for any characters. */
            things: z.array(z.string()).min(1),
            /** Pattern of what the judge says, where one check says several things. */
            message: z.string().default("*"),
            reason: z.string().min(20),
        }),
    ),
);

export interface Comparison {
    /** Findings without an exception, as lines. */
    readonly unexpected: readonly string[];
    /** Exceptions for which there is no finding any more, as lines. */
    readonly stale: readonly string[];
    /** How many findings have an exception. */
    readonly excepted: number;
}

/** Holds a judge's findings against its exceptions. */
export function compareWithExceptions(
    judge: string,
    findings: readonly Finding[],
    text: string = readFileSync(join(import.meta.dirname, "exceptions.yaml"), "utf8"),
): Comparison {
    const exceptions = (schema.parse(parse(text))[judge] ?? []).flatMap(({ things, ...exception }) =>
        things.map((thing) => ({ ...exception, thing, used: false })),
    );
    const unexpected = findings.filter(({ check, thing, message }) => {
        const found = exceptions.filter(
            (exception) =>
                exception.check === check &&
                matchesGlob(exception.thing, thing) &&
                matchesGlob(exception.message, message),
        );
        found.forEach((exception) => (exception.used = true));
        return found.length === 0;
    });
    return {
        unexpected: [...new Set(unexpected.map(({ check, thing, message }) => `${check} of ${thing}: ${message}`))],
        stale: exceptions.filter(({ used }) => !used).map(({ check, thing }) => `${check} of ${thing}`),
        excepted: findings.length - unexpected.length,
    };
}
