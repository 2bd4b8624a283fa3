import { InvalidArgumentError } from "commander";

/**
 * The value of an option that says how much to read at most.
 *
 * @throws InvalidArgumentError for a text that is no number from 1 to a million
 */
export function rowLimit(text: string): number {
    const rows = /^\d+$/.test(text) ? Number(text) : 0;
    if (rows < 1 || rows > 1_000_000) {
        throw new InvalidArgumentError("Write a number from 1 to 1000000, such as --limit 100.");
    }
    return rows;
}
