/** Patterns over IDs, ARNs and names: `*` stands for any characters, none among them; all else is literal. */

/**
 * Whether a text as a whole fits a pattern. The parts between the stars are searched once each, from left to right, and
 * the first place is as good as any later one: no pattern makes it try again.
 */
export function matchesGlob(pattern: string, text: string): boolean {
    const [first = "", ...others] = pattern.split("*");
    const last = others.pop();
    if (last === undefined) {
        return text === pattern;
    }
    const end = text.length - last.length;
    if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) {
        return false;
    }
    let from = first.length;
    for (const part of others) {
        const found = text.indexOf(part, from);
        if (found === -1) {
            return false;
        }
        from = found + part.length;
    }
    return from <= end;
}
