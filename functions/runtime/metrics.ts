/**
 * Lines from which CloudWatch takes metrics. They are not logged like others: Lambda's console puts the time and the
 * request before what it prints, and only a line that is JSON as a whole is sure to be read.
 */
export function printMetrics(lines: readonly object[]): void {
    for (const line of lines) {
        process.stdout.write(`${JSON.stringify(line)}\n`);
    }
}
