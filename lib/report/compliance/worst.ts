/** The worst of many, without keeping the many. */

/** Keeps the first of what was given, in an order, up to a limit. */
export class Worst<Item> {
    readonly #limit: number;
    readonly #compare: (one: Item, other: Item) => number;
    #items: Item[] = [];
    #added = 0;

    /** @param compare negative where the first is the worse */
    constructor(limit: number, compare: (one: Item, other: Item) => number) {
        this.#limit = limit;
        this.#compare = compare;
    }

    add(item: Item): void {
        this.#added++;
        this.#items.push(item);
        // Sorted seldom: twice the limit is the most that is ever kept.
        if (this.#items.length >= 2 * this.#limit + 1) {
            this.#cut();
        }
    }

    /** The worst first. */
    items(): readonly Item[] {
        this.#cut();
        return this.#items;
    }

    /** How many were given, kept or not. */
    get added(): number {
        return this.#added;
    }

    #cut(): void {
        this.#items = this.#items.sort(this.#compare).slice(0, this.#limit);
    }
}
