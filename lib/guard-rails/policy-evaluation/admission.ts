/**
 * Whether a policy lets a stranger in: some statement allows it something, and none denies that. As AWS evaluates policies,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html, for a caller who chooses
 * everything about its request that it can: an allowing condition on what it sends is met, a denying one avoided.
 */
import { judgeConditions } from "./condition.ts";
import { coversPattern, overlaps } from "./pattern.ts";
import type { Selection, Statement } from "./statement.ts";
import type { Stranger } from "./stranger.ts";

/** What a caller asks for; patterns stand for anything that they cover. */
interface Request {
    readonly action: string;
    readonly resource: string;
}

export interface Admission {
    /** The statement that allows it. */
    readonly statement: string;
    /** As the statement writes it. */
    readonly action: string;
}

/** @returns what a stranger may do, as far as the first statement that allows it something; undefined for nothing. */
export function admissionOf(statements: readonly Statement[], stranger: Stranger): Admission | undefined {
    for (const statement of statements) {
        if (!statement.allows || !concerns(statement, stranger)) {
            continue;
        }
        if (judgeConditions(statement.conditions, stranger) === "fails") {
            continue;
        }
        const open = requestsOf(statement).find((request) => !isDenied(statements, stranger, request));
        if (open !== undefined) {
            return { statement: statement.label, action: open.action };
        }
    }
    return undefined;
}

/** Whether some statement denies a request, whatever else the caller sends. */
export function isDenied(statements: readonly Statement[], caller: Stranger, request: Request): boolean {
    return statements.some(
        (statement) =>
            !statement.allows &&
            concerns(statement, caller) &&
            covers(caseless(statement.actions), request.action.toLowerCase()) &&
            covers(statement.resources, request.resource) &&
            judgeConditions(statement.conditions, caller) === "holds",
    );
}

/** A denial of everyone reaches services too; their permissions name them. */
function concerns(statement: Statement, caller: Stranger): boolean {
    const { principals, exceptPrincipals, allows } = statement;
    if (principals === undefined) {
        return false;
    }
    return exceptPrincipals ? !caller.isAmong(principals) : caller.isAmong(principals) || (!allows && principals.all);
}

function caseless({ patterns, inverted }: Selection): Selection {
    return { patterns: patterns.map((pattern) => pattern.toLowerCase()), inverted };
}

function covers({ patterns, inverted }: Selection, wanted: string): boolean {
    return inverted
        ? !patterns.some((pattern) => overlaps(pattern, wanted))
        : patterns.some((pattern) => coversPattern(pattern, wanted));
}

/** An inverted selection may be anything. */
function requestsOf({ actions, resources }: Statement): Request[] {
    const of = ({ patterns, inverted }: Selection): readonly string[] => (inverted ? ["*"] : patterns);
    return of(actions).flatMap((action) => of(resources).map((resource) => ({ action, resource })));
}
