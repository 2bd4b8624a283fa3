/** Durations as stacks write them. */

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000 };

/**
 * @param text a Go duration in hours, minutes and seconds, such as 1h30m: https://pkg.go.dev/time#ParseDuration
 * @returns milliseconds
 */
export function toMilliseconds(text: string): number {
    return [...text.matchAll(/(\d+(?:\.\d+)?)([hms])/g)].reduce(
        (sum, [, amount, unit = ""]) => sum + Number(amount) * (UNITS[unit] ?? 0),
        0,
    );
}
