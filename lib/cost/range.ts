/** An estimate: a lower and an upper bound, since nobody knows how often resources are going to change. */
export interface Range {
    readonly low: number;
    readonly high: number;
}

export const ZERO: Range = { low: 0, high: 0 };

export function exactly(value: number): Range {
    return { low: value, high: value };
}

export function plus(...ranges: readonly Range[]): Range {
    return ranges.reduce((sum, { low, high }) => ({ low: sum.low + low, high: sum.high + high }), ZERO);
}

/** Of two estimates that rest on the same assumptions: low against low, high against high. */
export function minus(a: Range, b: Range): Range {
    return { low: a.low - b.low, high: a.high - b.high };
}

/** Of two quantities that are estimated apart; neither is negative. */
export function times(a: Range, b: Range): Range {
    return { low: a.low * b.low, high: a.high * b.high };
}

/** Applies a function that grows with its argument, such as a price. */
export function mapRange(range: Range, apply: (value: number) => number): Range {
    return { low: apply(range.low), high: apply(range.high) };
}
