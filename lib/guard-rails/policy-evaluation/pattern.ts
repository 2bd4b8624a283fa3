/**
 * Patterns of policies: `*` stands for any characters, `?` for one. Without regular expressions, so that no pattern can
 * make the search explode. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */

/** In place of a star that is compared with another pattern: only a star of that one covers it. */
const ANY = "\u0000";

/** Whether a text as a whole fits a pattern; letters of either case are different. */
export function fitsPattern(pattern: string, text: string): boolean {
    let [at, from, star, resume] = [0, 0, -1, 0];
    while (from < text.length) {
        if (pattern[at] === "*") {
            [star, resume] = [at, from];
            at += 1;
        } else if (at < pattern.length && (pattern[at] === text[from] || (pattern[at] === "?" && text[from] !== ANY))) {
            at += 1;
            from += 1;
        } else if (star !== -1) {
            resume += 1;
            [at, from] = [star + 1, resume];
        } else {
            return false;
        }
    }
    while (pattern[at] === "*") {
        at += 1;
    }
    return at === pattern.length;
}

/** Whether everything that one pattern stands for is covered by another, as `s3:*` covers `s3:Get*`. */
export function coversPattern(wider: string, narrower: string): boolean {
    return fitsPattern(wider, narrower.replaceAll("*", ANY).replaceAll("?", "\u0001"));
}

/** Whether two patterns may stand for the same text. Two patterns that cross without one covering the other count too. */
export function overlaps(one: string, other: string): boolean {
    const [first, second] = [one.split(/[*?]/)[0] ?? "", other.split(/[*?]/)[0] ?? ""];
    const [wildOne, wildOther] = [/[*?]/.test(one), /[*?]/.test(other)];
    if (!wildOne && !wildOther) {
        return one === other;
    }
    if (!wildOne || !wildOther) {
        return wildOne ? fitsPattern(one, other) : fitsPattern(other, one);
    }
    return first.startsWith(second) || second.startsWith(first);
}
