/** What AWS Lambda takes for evaluations: https://aws.amazon.com/lambda/pricing/, us-east-1, ARM, without the free tier. */

/** USD for a gigabyte of memory for a second. */
const GIGABYTE_SECOND = 0.0000133334;
/** USD for a million requests. */
const MILLION_REQUESTS = 0.2;

/**
 * @param milliseconds of one evaluation; billed by the whole one
 * @param memory of the function, in MB
 * @returns USD for a million evaluations
 */
export function functionPrice(milliseconds: number, memory: number): string {
    const gigabyteSeconds = (Math.ceil(milliseconds) / 1000) * (memory / 1024) * 1_000_000;
    return (MILLION_REQUESTS + gigabyteSeconds * GIGABYTE_SECOND).toFixed(2);
}
