/** How long the logs of a function are kept. */
import { z } from "zod";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS: readonly number[] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Days, as CloudWatch Logs takes them; 90 where nothing is said. */
export function logRetentionDays(description: string) {
    return z
        .int()
        .refine(
            (days) => LOG_RETENTION_DAYS.includes(days),
            `CloudWatch Logs keeps logs for ${LOG_RETENTION_DAYS.join(", ")} days`,
        )
        .default(90)
        .meta({ description });
}
