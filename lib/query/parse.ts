/**
 * Reads an advanced query: the subset of SQL's SELECT that AWS Config documents.
 * https://docs.aws.amazon.com/config/latest/developerguide/query-components.html
 */
import {
    type Aggregate,
    AGGREGATES,
    type Condition,
    type Literal,
    type Ordering,
    type Property,
    type Selected,
    type Statement,
} from "./statement.ts";
import { type SyntaxFault, textOf, type Token } from "./tokens.ts";

/** Words of the language, which no property can be called. */
const KEYWORDS = new Set(
    "SELECT WHERE GROUP ORDER BY AND OR NOT IN LIKE BETWEEN ASC DESC TRUE FALSE NULL IS EXISTS".split(" "),
);

/** Deeper than anybody writes; the reader calls itself for each level. */
const MAX_DEPTH = 100;

export interface ParsedStatement {
    readonly statement?: Statement;
    readonly fault?: SyntaxFault;
    /** What works in SQL and stands in no documentation of AWS Config's. */
    readonly undocumented: readonly SyntaxFault[];
}

/** @returns the statement, or the first place where it ends to be one; never throws */
export function parseStatement(tokens: readonly Token[]): ParsedStatement {
    const reader = new StatementReader(tokens);
    try {
        return { statement: reader.read(), undocumented: reader.undocumented };
    } catch (reason) {
        if (reason instanceof Unexpected) {
            return { fault: reason.fault, undocumented: [] };
        }
        throw reason;
    }
}

/** Leaves the reader from any depth; never leaves this file. */
class Unexpected extends Error {
    readonly fault: SyntaxFault;

    constructor(fault: SyntaxFault) {
        super(fault.message);
        this.fault = fault;
    }
}

class StatementReader {
    readonly undocumented: SyntaxFault[] = [];
    readonly #tokens: readonly Token[];
    #next = 0;
    #depth = 0;

    constructor(tokens: readonly Token[]) {
        this.#tokens = tokens;
    }

    read(): Statement {
        this.#expectWord("SELECT");
        const select = this.#list(() => this.#selected());
        const where = this.#takeWord("WHERE") ? this.#condition() : undefined;
        const groupBy = this.#takeWord("GROUP") ? this.#by(() => this.#property()) : [];
        const orderBy = this.#takeWord("ORDER") ? this.#by(() => this.#ordering()) : [];
        if (this.#token.kind !== "end") {
            this.#fail("the end of the query, or WHERE, GROUP BY, ORDER BY in this order");
        }
        return { select, ...(where !== undefined && { where }), groupBy, orderBy };
    }

    #selected(): Selected {
        const { offset } = this.#token;
        return this.#takeSymbol("*") ? { kind: "all", offset } : this.#propertyOrAggregate();
    }

    #propertyOrAggregate(): Property | Aggregate {
        const { raw, offset } = this.#token;
        const name = raw.toUpperCase();
        if (!AGGREGATES.includes(name) || this.#tokens[this.#next + 1]?.raw !== "(") {
            return this.#property();
        }
        this.#next += 2;
        const argument = name === "COUNT" && this.#takeSymbol("*") ? "*" : this.#property();
        this.#expectSymbol(")");
        return { kind: "aggregate", name, argument, offset };
    }

    #property(): Property {
        const { kind, raw, offset } = this.#token;
        if (kind !== "word" || KEYWORDS.has(raw.toUpperCase())) {
            this.#fail("a property, such as resourceType or configuration.state.value");
        }
        this.#next++;
        return { kind: "property", path: raw, offset };
    }

    #ordering(): Ordering {
        const by = this.#propertyOrAggregate();
        const descending = this.#takeWord("DESC");
        if (!descending) {
            this.#takeWord("ASC");
        }
        return { by, descending };
    }

    #condition(): Condition {
        return this.#joined("or", () => this.#joined("and", () => this.#negated()));
    }

    #joined(kind: "and" | "or", part: () => Condition): Condition {
        let left = part();
        while (this.#takeWord(kind.toUpperCase())) {
            left = { kind, left, right: part() };
        }
        return left;
    }

    #negated(): Condition {
        this.#depth++;
        if (this.#depth > MAX_DEPTH) {
            this.#fail("less: the condition nests too deeply");
        }
        const condition = this.#takeWord("NOT")
            ? ({ kind: "not", condition: this.#negated() } as const)
            : this.#takeSymbol("(")
              ? this.#inParentheses()
              : this.#comparison();
        this.#depth--;
        return condition;
    }

    #inParentheses(): Condition {
        const condition = this.#condition();
        this.#expectSymbol(")");
        return condition;
    }

    #comparison(): Condition {
        const property = this.#property();
        const { offset } = this.#token;
        if (this.#takeWord("NOT")) {
            const word = this.#token.raw.toUpperCase();
            this.undocumented.push({
                offset,
                message: `NOT before ${word} is SQL, but stands in no documentation of AWS Config's`,
                hint: `write NOT before the property: NOT ${property.path} ${word} …`,
            });
            return { kind: "not", condition: this.#wordComparison(property) };
        }
        return this.#wordComparison(property);
    }

    #wordComparison(property: Property): Condition {
        if (this.#takeWord("IN")) {
            this.#expectSymbol("(");
            const values = this.#list(() => this.#literal());
            this.#expectSymbol(")");
            return { kind: "in", property, values };
        }
        if (this.#takeWord("LIKE")) {
            const token = this.#token;
            if (token.kind !== "text") {
                this.#fail("a text in single quotes, such as 'AWS::EC2::%'");
            }
            this.#next++;
            return { kind: "like", property, pattern: textOf(token), offset: token.offset };
        }
        if (this.#takeWord("BETWEEN")) {
            const low = this.#literal();
            this.#expectWord("AND");
            return { kind: "between", property, low, high: this.#literal() };
        }
        return { kind: "comparison", property, operator: this.#operator(), value: this.#literal() };
    }

    #operator(): "=" | "!=" | "<" | "<=" | ">" | ">=" {
        const { raw, offset } = this.#token;
        switch (raw) {
            case "=":
            case "!=":
            case "<":
            case "<=":
            case ">":
            case ">=":
                this.#next++;
                return raw;
            case "<>":
                this.#next++;
                this.undocumented.push({
                    offset,
                    message: "<> is SQL, but stands in no documentation of AWS Config's",
                    hint: "write NOT property = value",
                });
                return "!=";
            default:
                return this.#fail("a comparison: =, !=, <, <=, >, >=, IN, LIKE or BETWEEN");
        }
    }

    #literal(): Literal {
        const token = this.#token;
        const word = token.raw.toUpperCase();
        if (token.kind === "text" || token.kind === "number" || word === "TRUE" || word === "FALSE") {
            this.#next++;
            return token.kind === "text"
                ? textOf(token)
                : token.kind === "number"
                  ? Number(token.raw)
                  : word === "TRUE";
        }
        return this.#fail("a value: a text in single quotes, a number, true or false");
    }

    #list<Item>(item: () => Item): Item[] {
        const items = [item()];
        while (this.#takeSymbol(",")) {
            items.push(item());
        }
        return items;
    }

    #by<Item>(item: () => Item): Item[] {
        this.#expectWord("BY");
        return this.#list(item);
    }

    get #token(): Token {
        return this.#tokens[this.#next] ?? { kind: "end", raw: "", offset: 0 };
    }

    #takeWord(word: string): boolean {
        const taken = this.#token.kind === "word" && this.#token.raw.toUpperCase() === word;
        this.#next += taken ? 1 : 0;
        return taken;
    }

    #takeSymbol(symbol: string): boolean {
        const taken = this.#token.kind === "symbol" && this.#token.raw === symbol;
        this.#next += taken ? 1 : 0;
        return taken;
    }

    #expectWord(word: string): void {
        if (!this.#takeWord(word)) {
            this.#fail(word);
        }
    }

    #expectSymbol(symbol: string): void {
        if (!this.#takeSymbol(symbol)) {
            this.#fail(symbol);
        }
    }

    #fail(expected: string): never {
        const { kind, raw, offset } = this.#token;
        const found = kind === "end" ? "the query ends" : `${raw} stands`;
        throw new Unexpected({ offset, message: `${found} where AWS Config expects ${expected}` });
    }
}
