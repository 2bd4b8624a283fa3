/** Reads `content.yaml` and puts each script into the step that runs it. */
import { parse, stringify } from "yaml";
import { z } from "zod";
import { type Diagnostic, error, type Location } from "../diagnostic.ts";
import type { ProjectFiles } from "../project-files.ts";
import { schemaFaults } from "../schema-faults.ts";
import { readYaml } from "../yaml-source.ts";
import type { AutomationDocument, DocumentObject, DocumentValue } from "./automation-document.ts";
import { readScript } from "./document-script.ts";

/** UTF-8 bytes of a document: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
export const DOCUMENT_BYTES = 64 * 1024;

const SCRIPT_ACTION = "aws:executeScript";

const json: z.ZodType<DocumentValue> = z.json();

const parameter = z.strictObject({
    type: z.string(),
    description: z.string().optional(),
    default: json.optional(),
    allowedPattern: z.string().optional(),
    allowedValues: z.array(json).optional(),
});

const step = z.looseObject({
    name: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9_]{2,127}$/, "a step's name has 3 to 128 letters, digits and underscores"),
    action: z.string().regex(/^aws:[A-Za-z]+$/, "an action looks like aws:executeAwsApi"),
    inputs: z.record(z.string(), json),
});

/** What this project relies on; Systems Manager itself knows more. */
const contentSchema = z.strictObject({
    schemaVersion: z.literal("0.3"),
    description: z.string(),
    // Who starts a document gives the role, since Automation would else act with the caller's own permissions.
    assumeRole: z.literal("{{ AutomationAssumeRole }}"),
    parameters: z.record(z.string(), parameter),
    mainSteps: z.array(step).min(1),
    outputs: z.array(z.string()).optional(),
});

const checked = { schema: contentSchema, whole: "the content", key: "key" };

type ReadContent = Pick<AutomationDocument, "content" | "text" | "parameters">;

/**
 * A step that runs a script names the file in its `Script`: `security_group.py` beside `content.yaml`, where tools for
 * Python find it. Automation gets the text in its place.
 */
export function readContent(
    folder: string,
    file: string,
    files: ProjectFiles,
): { read?: ReadContent; diagnostics: Diagnostic[] } {
    const start: Location = { file, line: 1, column: 1 };
    const written = files.read(file);
    if (written === undefined) {
        const message = `there is no file ${file}`;
        const hint = "write the content that Systems Manager is to get";
        return { diagnostics: [error(start, { code: "missing-document-content", message, hint })] };
    }
    const { source, diagnostics } = readYaml(file, written);
    if (source === undefined) {
        return { diagnostics };
    }
    // Once more with numbers as numbers: a timeout is one, and templates of packs know none.
    const result = contentSchema.safeParse(parse(written), { reportInput: true });
    if (!result.success) {
        return { diagnostics: schemaFaults(checked, result.error.issues, (path) => source.locate(path)) };
    }
    const steps = result.data.mainSteps.map((one, index) => {
        if (one.action !== SCRIPT_ACTION) {
            return one;
        }
        const at = source.locate(["mainSteps", index, "inputs", "Script"]);
        const script = readScript(folder, one.inputs["Script"], at, files);
        diagnostics.push(...script.diagnostics);
        return { ...one, inputs: { ...one.inputs, Script: script.text } };
    });
    const content = { ...result.data, mainSteps: steps } as unknown as DocumentObject;
    // YAML 1.1 is what AWS reads: words such as "on" are quoted for it.
    const text = stringify(content, { version: "1.1", lineWidth: 0 });
    if (Buffer.byteLength(text) > DOCUMENT_BYTES) {
        const message = `the document has ${Buffer.byteLength(text)} bytes; Systems Manager accepts ${DOCUMENT_BYTES}`;
        diagnostics.push(error(start, { code: "document-too-large", message, hint: "shorten its scripts" }));
    }
    return diagnostics.length > 0
        ? { diagnostics }
        : { read: { content, text, ...parametersOf(result.data) }, diagnostics };
}

function parametersOf({
    parameters,
}: Pick<z.output<typeof contentSchema>, "parameters">): Pick<AutomationDocument, "parameters"> {
    const entries = Object.entries(parameters).map(([name, { type, description, default: value, ...allowed }]) => [
        name,
        {
            type,
            ...(description !== undefined && { description }),
            ...(value !== undefined && { default: value }),
            ...(allowed.allowedPattern !== undefined && { allowedPattern: allowed.allowedPattern }),
            ...(allowed.allowedValues !== undefined && { allowedValues: allowed.allowedValues }),
        },
    ]);
    return { parameters: Object.fromEntries(entries) };
}
