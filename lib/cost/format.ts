/** Estimates in words: no more digits than an estimate has, and the same everywhere. */
import type { Range } from "./range.ts";

/** `0.2`, `12`, `1,300`: two significant digits below 100, none of them false. */
export function formatNumber(value: number): string {
    const magnitude = Math.abs(value);
    const digits = magnitude === 0 ? 1 : Math.max(2, Math.floor(Math.log10(magnitude)));
    return value.toLocaleString("en", { maximumSignificantDigits: Math.min(digits, 21) });
}

/** `5 to 50`, or the one number where both ends read alike. */
export function formatRange({ low, high }: Range): string {
    const [from, to] = [formatNumber(low), formatNumber(high)];
    return from === to ? from : `${from} to ${to}`;
}

/** `USD 1.2 to 34`, or `USD 0`. */
export function formatMoney({ low, high }: Range): string {
    const [from, to] = [amount(low), amount(high)];
    return `USD ${from === to ? from : `${from} to ${to}`}`;
}

/** `USD +1.2 to +34`: what a change adds or takes away. */
export function formatDelta({ low, high }: Range): string {
    const signed = (value: number): string =>
        amount(value) === "0" ? "0" : `${value < 0 ? "-" : "+"}${amount(Math.abs(value))}`;
    const [from, to] = [signed(low), signed(high)];
    return from === "0" && to === "0" ? "no change" : `USD ${from === to ? from : `${from} to ${to}`}`;
}

/** `1 rule`, `2 rules`. */
export function formatCount(count: number, noun: string): string {
    return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Two digits that mean something: cents below a dollar, whole dollars from ten on. */
function amount(value: number): string {
    const magnitude = Math.abs(value);
    if (magnitude < 0.005) {
        return "0";
    }
    const digits = magnitude < 0.995 ? 2 : magnitude < 9.95 ? 1 : 0;
    return magnitude < 99.5
        ? value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })
        : value.toLocaleString("en", { maximumSignificantDigits: 2 });
}
