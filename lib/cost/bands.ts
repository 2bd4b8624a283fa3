/** Prices that fall with the quantity: each band's price is that of the units inside the band alone. */

export interface Band {
    /** Upper end of the band, counted from zero; absent in the last. */
    readonly upTo?: number | undefined;
    /** For one unit. */
    readonly price: number;
}

/**
 * The price of a quantity.
 *
 * @param quantity units in one billing scope: one account and region in one month
 * @param bands in ascending order; the last has no end
 */
export function bandedCost(quantity: number, bands: readonly Band[]): number {
    let cost = 0;
    let from = 0;
    for (const { upTo = Infinity, price } of bands) {
        cost += Math.max(0, Math.min(quantity, upTo) - from) * price;
        from = upTo;
    }
    return cost;
}
