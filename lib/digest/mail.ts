/**
 * A digest as a message, byte for byte as it is sent: text and HTML as alternatives of each other.
 * https://www.rfc-editor.org/rfc/rfc5322, https://www.rfc-editor.org/rfc/rfc2046#section-5.1.4
 */
import { createHash } from "node:crypto";
import { digestHtml } from "./html.ts";
import type { DigestReport } from "./report.ts";
import { digestText } from "./text.ts";
import { subjectOf } from "./words.ts";

export interface Envelope {
    readonly from: string;
    readonly to: readonly string[];
}

/** An encoded word holds 75 characters, 63 of which are Base64: 45 bytes. https://www.rfc-editor.org/rfc/rfc2047#section-2 */
const WORD_BYTES = 45;
/** https://www.rfc-editor.org/rfc/rfc2045#section-6.8 */
const BASE64_LINE = 76;

/** Lines end in CR LF, and all of it is ASCII. The same digest to the same readers gives the same bytes. */
export function digestMail(report: DigestReport, { from, to }: Envelope): string {
    const [text, html] = [digestText(report), digestHtml(report)];
    const identity = createHash("sha256")
        .update(JSON.stringify([report.stack, report.takenAt, text]))
        .digest("hex");
    const boundary = `=_digest-${identity.slice(0, 32)}`;
    return [
        `From: ${from}`,
        `To: ${to.join(",\r\n ")}`,
        `Subject: ${encodedWords(subjectOf(report))}`,
        `Date: ${new Date(report.takenAt).toUTCString().replace("GMT", "+0000")}`,
        "MIME-Version: 1.0",
        // So that nobody's absence note answers: https://www.rfc-editor.org/rfc/rfc3834#section-5
        "Auto-Submitted: auto-generated",
        `Content-Type: multipart/alternative; boundary="${boundary}"`,
        "",
        ...part(boundary, "text/plain", text),
        ...part(boundary, "text/html", html),
        `--${boundary}--`,
        "",
    ].join("\r\n");
}

/** The last of the alternatives is the one that is preferred. */
function part(boundary: string, type: string, content: string): string[] {
    const encoded = Buffer.from(content, "utf8").toString("base64");
    return [
        `--${boundary}`,
        `Content-Type: ${type}; charset=utf-8`,
        "Content-Transfer-Encoding: base64",
        "",
        ...(encoded.match(new RegExp(`.{1,${BASE64_LINE}}`, "g")) ?? []),
        "",
    ];
}

/** Text of a header: as it is where it is short ASCII, else in encoded words, none of which cuts a character in two. */
function encodedWords(text: string): string {
    if (/^[\x20-\x7e]{1,60}$/.test(text) && !text.includes("=?")) {
        return text;
    }
    const words: string[] = [""];
    for (const character of text) {
        const last = words.at(-1) ?? "";
        if (Buffer.byteLength(last + character) > WORD_BYTES) {
            words.push(character);
        } else {
            words[words.length - 1] = last + character;
        }
    }
    return words.map((word) => `=?utf-8?B?${Buffer.from(word, "utf8").toString("base64")}?=`).join("\r\n ");
}
