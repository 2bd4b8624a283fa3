/** "Did you mean": the known word nearest to what was written. */
import leven from "leven";

/**
 * @returns the nearest candidate, or undefined where nothing is near enough to be what was meant
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
    const lower = word.toLowerCase();
    let best: string | undefined;
    let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
    for (const candidate of candidates) {
        const distance = leven(lower, candidate.toLowerCase(), { maxDistance: bestDistance });
        if (distance < bestDistance) {
            best = candidate;
            bestDistance = distance;
        }
    }
    return best;
}

/** A hint for a diagnostic: `did you mean X?`, else the list of what there is, where it is short enough to read. */
export function suggestionHint(word: string, candidates: readonly string[]): string | undefined {
    const suggestion = suggest(word, candidates);
    if (suggestion !== undefined) {
        return `did you mean ${suggestion}?`;
    }
    return candidates.length > 0 && candidates.length <= 20 ? `known are: ${candidates.join(", ")}` : undefined;
}
