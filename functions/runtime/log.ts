/** One line of JSON each, which CloudWatch Logs Insights can ask about. The only output of the runtime. */

const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

/** Lambda says which lines are wanted: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
export function log(level: "INFO" | "WARN", fields: Readonly<Record<string, unknown>>): void {
    const least = LEVELS.indexOf(process.env["AWS_LAMBDA_LOG_LEVEL"] ?? "INFO");
    if (LEVELS.indexOf(level) >= least) {
        (level === "WARN" ? console.warn : console.info)(JSON.stringify({ level, ...fields }));
    }
}
