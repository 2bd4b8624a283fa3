/** Sentences in which names and values of the user's stay told apart from ours, so that no output reads them as markup. */

/** Text of ours, or a name or value of the user's. */
export type Words = readonly (string | { readonly code: string })[];

/** As a tag of a template: what is filled in is the user's. */
export function message(ours: TemplateStringsArray, ...theirs: readonly (string | number)[]): Words {
    return ours
        .flatMap((text, index): Words => {
            const value = theirs[index];
            return value === undefined ? [text] : [text, { code: String(value) }];
        })
        .filter((word) => word !== "");
}

/** The plain text. */
export function textOf(words: Words): string {
    return words.map((word) => (typeof word === "string" ? word : word.code)).join("");
}
