/** How long a waiver still holds. Dates are YYYY-MM-DD; whoever calls knows what day it is. */

const MILLISECONDS_A_DAY = 86_400_000;

/** Days before the end from which on the check warns. */
export const WARNING_DAYS = 30;

/** The days left: 0 on the last day on which the waiver holds, negative from the day after. */
export function daysLeft(expiry: string, today: string): number {
    return Math.round((Date.parse(expiry) - Date.parse(today)) / MILLISECONDS_A_DAY);
}

/** True from the day after the expiry date, which itself still counts. */
export function isExpired(expiry: string, today: string): boolean {
    return daysLeft(expiry, today) < 0;
}
