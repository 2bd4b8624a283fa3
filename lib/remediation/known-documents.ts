/** The Automation documents that a pack can name: those of AWS that are known here, and the project's own. */
import type { ProjectFiles } from "../project-files.ts";
import { suggestionHint } from "../suggestion.ts";
import type { AutomationDocument, DocumentPermission } from "./automation-document.ts";
import { type AwsDocument, awsDocuments, pageOf } from "./aws-documents.ts";
import { DOCUMENTS_FOLDER } from "./document-script.ts";
import { DOCUMENT_PREFIX, readDocument } from "./documents.ts";
import { permissionsOfActions, permissionsToStart, permissionToPass } from "./permissions.ts";

/**
 * The parameter with the role that an automation assumes. For an automatic remediation AWS Config accepts no other name:
 * https://docs.aws.amazon.com/config/latest/APIReference/API_PutRemediationConfigurations.html
 */
export const ROLE_PARAMETER = "AutomationAssumeRole";

/** The values of a remediation's parameters, as far as they are fixed and known. */
export type StaticValues = Readonly<Record<string, string>>;

export interface KnownDocument {
    readonly name: string;
    readonly owner: "AWS" | "project";
    /** What it has to be given besides the role. */
    readonly required: readonly string[];
    readonly optional: readonly string[];
    readonly destructive: boolean;
    /** Why it is destructive, or why it is not. */
    readonly reason: string;
    /** What its role has to allow, with these values. */
    readonly permissions: (values: StaticValues) => readonly DocumentPermission[];
    /** Of a document of the project's own. */
    readonly own?: AutomationDocument;
    /** Address of AWS's description. */
    readonly page?: string;
}

/** Finds documents by their names. */
export class KnownDocuments {
    readonly #own: ReadonlyMap<string, AutomationDocument>;

    /** @param own of the project; those that cannot be read are told by the checks of documents */
    constructor(own: readonly AutomationDocument[]) {
        this.#own = new Map(own.map((document) => [document.name, document]));
    }

    /** @returns undefined for a document that nothing is known of */
    find(name: string): KnownDocument | undefined {
        const own = this.#own.get(name);
        const aws = awsDocuments().get(name);
        return own === undefined ? aws && knownOfAws(aws) : knownOwn(own);
    }

    /** `did you mean …?` */
    hint(name: string): string | undefined {
        return suggestionHint(name, [...this.#own.keys(), ...awsDocuments().keys()]);
    }
}

const read = new WeakMap<ProjectFiles, KnownDocuments>();

/** @param files the project; absent: only AWS's documents are known */
export function knownDocuments(files: ProjectFiles | undefined): KnownDocuments {
    if (files === undefined) {
        return new KnownDocuments([]);
    }
    const known = read.get(files) ?? new KnownDocuments(readableDocuments(files));
    read.set(files, known);
    return known;
}

/** Whether a name is meant to be that of a document of the project's own. */
export function isOwnName(name: string): boolean {
    return name.startsWith(DOCUMENT_PREFIX);
}

function readableDocuments(files: ProjectFiles): AutomationDocument[] {
    return files
        .others(DOCUMENTS_FOLDER)
        .filter((name) => !name.startsWith(".") && !name.startsWith("__"))
        .flatMap((name) => readDocument(name, files).document ?? []);
}

function knownOwn(own: AutomationDocument): KnownDocument {
    const others = Object.entries(own.parameters).filter(([name]) => name !== ROLE_PARAMETER);
    return {
        name: own.name,
        owner: "project",
        required: others.filter(([, { default: value }]) => value === undefined).map(([name]) => name),
        optional: others.filter(([, { default: value }]) => value !== undefined).map(([name]) => name),
        destructive: own.destructive,
        reason: own.reason,
        permissions: () => own.permissions,
        own,
    };
}

function knownOfAws(aws: AwsDocument): KnownDocument {
    const { document, parameters, optional, destructive, reason, actions, automation, hold, passes } = aws;
    return {
        name: document,
        owner: "AWS",
        required: parameters,
        optional,
        destructive,
        reason,
        permissions: (values) => [
            ...permissionsOfActions(actions, (name) => {
                const parameter = hold[name];
                return parameter === undefined ? undefined : values[parameter];
            }),
            ...(passes === undefined ? [] : [permissionToPass(values[passes.parameter], passes.service)]),
            ...(automation ? permissionsToStart(document) : []),
        ],
        page: pageOf(aws),
    };
}
