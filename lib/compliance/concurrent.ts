/** Several questions at a time, but never more than AWS answers without throttling. */

/**
 * Does something with each item, a few at a time, and gives the results in the order of the items. No more is begun than
 * the limit while nobody takes a result, so that the results need not be kept.
 *
 * @param limit how many at a time, from 1
 * @throws what the first item in order throws, once those that were begun have ended
 */
export async function* mapConcurrently<Item, Result>(
    items: Iterable<Item> | AsyncIterable<Item>,
    limit: number,
    work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
    const underWay: Promise<Result>[] = [];
    try {
        for await (const item of items) {
            const begun = work(item);
            // It is awaited in its turn: a failure before that is no unhandled one.
            begun.catch(() => undefined);
            underWay.push(begun);
            if (underWay.length >= limit) {
                yield await next(underWay);
            }
        }
        while (underWay.length > 0) {
            yield await next(underWay);
        }
    } finally {
        await Promise.allSettled(underWay);
    }
}

function next<Result>(underWay: Promise<Result>[]): Promise<Result> {
    const [first] = underWay.splice(0, 1);
    if (first === undefined) {
        throw new Error("nothing is under way");
    }
    return first;
}
