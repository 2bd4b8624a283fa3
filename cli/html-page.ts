/** The frame of the HTML pages: no scripts, nothing to load, light or dark as the reader likes. */
import { escaped } from "../lib/html-text.ts";

export { escaped };

/**
 * @param title as text
 * @param body as HTML
 */
export function htmlPage(title: string, styleSheet: string, body: readonly string[]): string {
    return [
        "<!doctype html>",
        '<html lang="en">',
        `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
        `<meta name="color-scheme" content="light dark"><title>${escaped(title)}</title>`,
        `<style>${styleSheet}</style></head>`,
        "<body><main>",
        ...body,
        "</main></body></html>",
    ].join("\n");
}
