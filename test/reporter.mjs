/**
 * Mocha's own report for people, and one for .ci/run: how many tests passed, failed and were skipped, as JSON in the
 * file that CONFORMANCE_PACKS_TEST_SUMMARY names.
 */
import { writeFileSync } from "node:fs";
import Mocha from "mocha";

export default class Reporter extends Mocha.reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        const skipped = [];
        runner.on("pending", (test) => skipped.push(test.fullTitle()));
        runner.once("end", () => {
            const file = process.env["CONFORMANCE_PACKS_TEST_SUMMARY"];
            if (file !== undefined) {
                const { passes: passed, failures: failed } = runner.stats;
                writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
            }
        });
    }
}
