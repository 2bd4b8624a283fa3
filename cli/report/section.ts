/** A part of the page under a heading. */
import { type Html, html, type Part } from "./html.ts";

export interface Section {
    readonly id: string;
    readonly title: string;
    readonly content: readonly Part[];
}

export function sectionPart({ id, title, content }: Section): Html {
    return html`<section id="${id}" aria-labelledby="${id}-title">
        <h2 id="${id}-title">${title}</h2>
        ${content}
    </section>`;
}

/** What explains a part, or says what it lacks. */
export function note(...words: readonly Part[]): Html {
    return html`<p class="note">${words}</p>`;
}

/** What a reader has to know before believing the numbers. */
export function caution(...words: readonly Part[]): Html {
    return html`<p class="caution"><strong>Mind:</strong> ${words}</p>`;
}
