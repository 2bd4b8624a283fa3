/** How a preview of the digest is written. */
import type { DigestReport } from "../../lib/digest/report.ts";
import { digestHtml } from "../../lib/digest/html.ts";
import { digestMail, type Envelope } from "../../lib/digest/mail.ts";
import { digestText } from "../../lib/digest/text.ts";

export const DIGEST_FORMATS = ["text", "html", "eml"] as const;
export type DigestFormat = (typeof DIGEST_FORMATS)[number];

/** What the ending of a file's name says: `mail.html`. */
export function formatOfFile(file: string): DigestFormat | undefined {
    const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase();
    return ending === "txt" ? "text" : ending === "htm" ? "html" : DIGEST_FORMATS.find((format) => format === ending);
}

/** @param envelope needed for `eml` alone */
export function formatDigest(report: DigestReport, format: DigestFormat, envelope: Envelope): string {
    switch (format) {
        case "text":
            return digestText(report);
        case "html":
            return digestHtml(report);
        case "eml":
            return digestMail(report, envelope);
    }
}
