/** What a piece of work asks of a project's files, so that its result holds as long as the answers are the same. */
import { createHash } from "node:crypto";
import type { ProjectFiles } from "./project-files.ts";

/** One question and the hash of its answer, as plain data. */
export type Observation = readonly [question: "read" | "list" | "others", path: string, answer: string];

export interface ObservedFiles extends ProjectFiles {
    /** What was asked so far; each question once, in the order in which they were asked. */
    readonly observations: readonly Observation[];
}

/** The same files, taking note of what is asked. */
export function observe(files: ProjectFiles): ObservedFiles {
    const asked = new Map<string, Observation>();
    const note = (question: Observation[0], path: string, answer: unknown): void => {
        const key = `${question} ${path}`;
        if (!asked.has(key)) {
            asked.set(key, [question, path, hashOf(answer)]);
        }
    };
    return {
        get observations() {
            return [...asked.values()];
        },
        read: (path) => {
            const text = files.read(path);
            note("read", path, text);
            return text;
        },
        list: (folder) => {
            const names = files.list(folder);
            note("list", folder, names);
            return names;
        },
        others: (folder) => {
            const names = files.others(folder);
            note("others", folder, names);
            return names;
        },
    };
}

/** Whether the files give the same answers as they did. */
export function holdsFor(observations: readonly Observation[], files: ProjectFiles): boolean {
    return observations.every(([question, path, answer]) => hashOf(files[question](path)) === answer);
}

/** The same files, asked for each answer once: what changes meanwhile is not seen. */
export function rememberAnswers(files: ProjectFiles): ProjectFiles {
    const remembered = <Answer>(ask: (path: string) => Answer): ((path: string) => Answer) => {
        const answers = new Map<string, Answer>();
        return (path) => {
            const known = answers.get(path);
            if (known !== undefined || answers.has(path)) {
                return known as Answer;
            }
            const answer = ask(path);
            answers.set(path, answer);
            return answer;
        };
    };
    return {
        read: remembered((path) => files.read(path)),
        list: remembered((folder) => files.list(folder)),
        others: remembered((folder) => files.others(folder)),
    };
}

/** The hash of a file, a list of names, or of nothing where there is no file. */
function hashOf(answer: unknown): string {
    const text = typeof answer === "string" ? `=${answer}` : answer === undefined ? "" : JSON.stringify(answer);
    return createHash("sha256").update(text).digest("base64url");
}
