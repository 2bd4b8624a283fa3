/**
 * Mocha's own report for people, and one for .ci/run: how many tests passed, failed and were skipped, and how each of
 * the failed ones began to say why, as JSON in the file that CONFORMANCE_PACKS_TEST_SUMMARY names.
 */
import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/** Enough of a message to see what happened, little enough that the end of a log holds it for several tests. */
const LINES = 12;
const LINE_LENGTH = 300;

export default class Reporter extends Mocha.reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        const skipped = [];
        const reasons = [];
        runner.on("pending", (test) => skipped.push(test.fullTitle()));
        runner.on("fail", (test, error) => reasons.push(`${test.fullTitle()}\n${beginningOf(error)}`));
        runner.once("end", () => {
            const file = process.env["CONFORMANCE_PACKS_TEST_SUMMARY"];
            if (file !== undefined) {
                const { passes: passed, failures: failed } = runner.stats;
                writeFileSync(file, JSON.stringify({ passed, failed, skipped, reasons }));
            }
        });
    }
}

function beginningOf(error) {
    return String(error?.message ?? error)
        .split("\n", LINES)
        .map((line) => `    ${line.slice(0, LINE_LENGTH)}`)
        .join("\n");
}
