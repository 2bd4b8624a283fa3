/** Automation documents of remediations: whether they are known, what they are given, and what they may destroy. */
import { PERMISSIONS_PLACE } from "../compact/remediation.ts";
import { scalarText } from "../pack/template.ts";
import { isObject } from "../pack/template-value.ts";
import { isOwnName, type KnownDocument, knownDocuments, ROLE_PARAMETER } from "../remediation/known-documents.ts";
import { isDestructive, unknownActions } from "../remediation/permissions.ts";
import { suggestionHint } from "../suggestion.ts";
import type { CheckContext, PackResource } from "./context.ts";

type Notes = NonNullable<ReturnType<NonNullable<CheckContext["pack"]["remediationNotes"]>["get"]>>;

/** One remediation, with all that is known of it. */
interface Remediation extends PackResource {
    /** Absent where it is computed. */
    readonly document: string | undefined;
    readonly known: KnownDocument | undefined;
    /** Of a compact pack. */
    readonly notes: Notes | undefined;
    readonly parameters: readonly string[];
    readonly automatic: boolean;
}

/** A role that the pack leaves out is made by the stack: then it has to be known what the document needs. */
export function checkAutomationDocuments(context: CheckContext): void {
    const documents = context.pack.documents ?? knownDocuments(undefined);
    for (const resource of context.remediations) {
        const { properties, logicalId } = resource;
        const document = scalarText(properties["TargetId"]);
        const parameters = isObject(properties["Parameters"]) ? Object.keys(properties["Parameters"]) : [];
        const remediation: Remediation = {
            ...resource,
            document,
            known: document === undefined ? undefined : documents.find(document),
            notes: context.pack.remediationNotes?.get(logicalId),
            parameters,
            automatic: scalarText(properties["Automatic"])?.toLowerCase() === "true",
        };
        const hint = document === undefined ? undefined : documents.hint(document);
        checkDocument(context, remediation, hint);
        checkPermissions(context, remediation);
        checkParameters(context, remediation);
        checkDestruction(context, remediation);
        checkRehearsal(context, remediation);
    }
}

function checkDocument(
    context: CheckContext,
    { path, logicalId, document, known, notes, parameters, automatic }: Remediation,
    hint: string | undefined,
): void {
    const place = [...path, "Properties", "TargetId"];
    const givesRole = parameters.includes(ROLE_PARAMETER);
    if (notes === undefined && automatic && !givesRole) {
        context.error(
            [...path, "Properties", "Parameters"],
            "missing-automation-role",
            `${logicalId} is automatic, and has no ${ROLE_PARAMETER}: AWS Config refuses that`,
            `write the role's ARN there, or the pack in the compact form, which gets a role of its own: packs convert`,
        );
    }
    if (document !== undefined && known === undefined && isOwnName(document)) {
        const message = `there is no document ${document} in packs/documents/`;
        context.error(place, "unknown-automation-document", message, hint);
    } else if (notes !== undefined && !givesRole && known === undefined && notes.permissions === undefined) {
        const what = document === undefined ? "a document that is computed" : document;
        const nearest = hint?.startsWith("did you mean") === true ? `${hint} ` : "";
        context.error(
            place,
            "unknown-automation-document",
            `nothing is known here of what ${what} needs, and the pack leaves its role out`,
            `${nearest}Write what its steps call, as permissions: [ec2:StopInstances], or the ARN of a role of yours, ` +
                `as parameters: { ${ROLE_PARAMETER}: … }`,
        );
    }
}

function checkPermissions(context: CheckContext, { path, logicalId, notes, parameters }: Remediation): void {
    const { permissions } = notes ?? {};
    if (permissions === undefined) {
        return;
    }
    if (parameters.includes(ROLE_PARAMETER)) {
        context.error(
            [...path, PERMISSIONS_PLACE],
            "permissions-beside-role",
            `${logicalId} names a role of yours, and permissions are for the one that the stack makes`,
            `remove permissions, or ${ROLE_PARAMETER}`,
        );
    }
    permissions.forEach((permission, index) => {
        if (typeof permission === "string" && unknownActions([permission]).length > 0) {
            context.error(
                [...path, PERMISSIONS_PLACE, index],
                "action-without-resources",
                `nothing is known here of what ${permission} can be held to`,
                `write { actions: ["${permission}"], resources: ["arn:\${AWS::Partition}:…"] }`,
            );
        }
    });
}

/** What is known of AWS's documents may be older than they are: a warning. */
function checkParameters(context: CheckContext, { path, logicalId, known, parameters }: Remediation): void {
    if (known === undefined) {
        return;
    }
    const all = [ROLE_PARAMETER, ...known.required, ...known.optional];
    const tell = known.owner === "AWS" ? context.warning.bind(context) : context.error.bind(context);
    for (const name of parameters.filter((one) => !all.includes(one))) {
        tell(
            [...path, "Properties", "Parameters", name],
            "unknown-document-parameter",
            `${known.name} has no parameter ${name}`,
            suggestionHint(name, all) ?? known.page,
        );
    }
    const missing = known.required.filter((one) => !parameters.includes(one));
    if (missing.length > 0) {
        tell(
            [...path, "Properties", "Parameters"],
            "missing-document-parameter",
            `${logicalId} does not give ${known.name} what it needs: ${missing.join(", ")}`,
            "RESOURCE_ID stands for the resource that does not comply",
        );
    }
}

/** AWS's own format cannot acknowledge anything, and a template of AWS's is deployed as it is published: a warning. */
function checkDestruction(context: CheckContext, remediation: Remediation): void {
    const { path, automatic, document, notes } = remediation;
    const why = automatic && notes?.acknowledgement === undefined ? destructionOf(remediation) : undefined;
    if (why !== undefined) {
        const tell = context.pack.form === "compact" ? context.error.bind(context) : context.warning.bind(context);
        tell(
            [...path, "Properties", "Automatic"],
            "destructive-remediation",
            `nobody looks before ${document ?? "the document"} runs, which is destructive: ${why}`,
            context.word(
                "write acknowledgeDestructive: <why that may happen> beside automatic, or automatic: false",
                "write Automatic: false, or the pack in the compact form, which can acknowledge it: packs convert",
            ),
        );
    }
}

/** By which the project's own documents are told only to say what they would do. */
const REHEARSAL = "DryRun";

/** An automatic remediation that changes nothing looks like one that works, until somebody counts. */
function checkRehearsal(context: CheckContext, remediation: Remediation): void {
    const { path, logicalId, known, automatic, parameters } = remediation;
    if (automatic && known?.own?.parameters[REHEARSAL]?.default === "true" && !parameters.includes(REHEARSAL)) {
        context.warning(
            [...path, "Properties", "Parameters"],
            "remediation-only-rehearses",
            `${logicalId} is automatic, and changes nothing: ${known.name} only rehearses unless it is told otherwise`,
            `write ${REHEARSAL}: "false" for what it does, or ${REHEARSAL}: "true" to rehearse on purpose`,
        );
    }
}

/** What is destroyed; undefined where nothing is, or where nobody knows. */
function destructionOf({ known, notes }: Pick<Remediation, "known" | "notes">): string | undefined {
    if (known !== undefined) {
        return known.destructive ? known.reason : undefined;
    }
    const actions = notes?.permissions?.flatMap((one) => (typeof one === "string" ? [one] : one.actions)) ?? [];
    const destroying = actions.filter(isDestructive);
    return destroying.length === 0 ? undefined : `it may call ${destroying.join(", ")}`;
}
