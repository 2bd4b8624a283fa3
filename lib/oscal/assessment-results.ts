/**
 * Live compliance as assessment results of OSCAL, NIST's Open Security Controls Assessment Language:
 * https://pages.nist.gov/OSCAL/learn/concepts/layer/assessment/assessment-results/
 */
import type { StatusEntry, Verdict } from "../compliance/entry.ts";
import type { EvaluationRow } from "../compliance/evaluation-rows.ts";
import { isControlAskedFor, type StatusFilter } from "../compliance/filter.ts";
import type { Waiver } from "../waivers/waiver.ts";
import { controlKey, controlTokens } from "./control-ids.ts";
import type { AssessmentResultsDocument, InventoryItem, Observation, Party, Risk } from "./document.ts";
import { Findings } from "./findings.ts";
import {
    type AssessmentContext,
    completeDocument,
    type ReferredFiles,
    type UnansweredControl,
} from "./complete-document.ts";
import {
    type AgreeingPlaces,
    agreeingObservation,
    type FailingPlace,
    failingObservation,
    inventoryItem,
    type ObservationContext,
    ruleKey,
} from "./observations.ts";
import { ownerOf, risksOf } from "./risks.ts";
import { NAMESPACE, uuidOf } from "./uuid.ts";

/** Resources that a document names, at most: with each some 1,500 bytes come into it. */
export const MAX_NAMED_RESOURCES = 100_000;

/** More fails than one document can name. */
export class TooManyResourcesError extends Error {
    constructor() {
        super(`more than ${MAX_NAMED_RESOURCES.toLocaleString("en")} resources do not comply`);
        this.name = "TooManyResourcesError";
    }
}

export interface AssessmentOptions extends AssessmentContext {
    /** Of the controls of a rule, only those that are asked about have findings. */
    readonly filter?: Pick<StatusFilter, "controls">;
    /** Controls that no rule answers, and reasons why one is not all a matter of rules. */
    readonly unanswered?: readonly UnansweredControl[];
    /** Where each single evaluation stands, relative to the document. */
    readonly evaluations?: string;
    /** Whether the rows have the resources that comply, so that they can be counted. */
    readonly resources: "all" | "failing";
}

/** Takes rows as they come, and keeps only what the document is made of. */
export class AssessmentResults {
    readonly #options: AssessmentOptions;
    readonly #context: ObservationContext;
    readonly #observations: Observation[] = [];
    readonly #risks = new Map<string, Risk>();
    readonly #items = new Map<string, InventoryItem>();
    readonly #owners = new Map<string, Party>();
    readonly #agreeing = new Map<string, AgreeingPlaces>();
    readonly #findings = new Findings();
    #current: StatusEntry | undefined;
    #rows: EvaluationRow[] = [];
    #compliant = 0;
    #others = 0;

    constructor(options: AssessmentOptions) {
        this.#options = options;
        const { title, scope, stack, framework, collected, evaluations } = options;
        this.#context = {
            base: uuidOf(NAMESPACE, "assessment results", title, scope, stack, framework, collected),
            collected,
            ...(evaluations !== undefined && { evaluations }),
        };
    }

    /**
     * Rows of a rule in one place come one after the other.
     *
     * @throws TooManyResourcesError
     */
    add(row: EvaluationRow): void {
        if (row.entry !== this.#current) {
            this.#conclude();
            this.#current = row.entry;
        }
        if (row.evaluation === undefined) {
            return;
        }
        if (row.verdict === "NON_COMPLIANT" || row.verdict === "WAIVED") {
            this.#rows.push(row);
            this.#keep(row);
        } else if (row.verdict === "COMPLIANT") {
            this.#compliant++;
        } else {
            this.#others++;
        }
    }

    /** To be asked once, after the last row. */
    document(files: ReferredFiles = {}): AssessmentResultsDocument {
        this.#conclude();
        for (const places of this.#agreeing.values()) {
            const observation = agreeingObservation(places, this.#context);
            this.#observations.push(observation);
            this.#findings.add(this.#controlsOf(places.entry), observation.uuid, [places.verdict], []);
        }
        const { unanswered = [] } = this.#options;
        const controls = this.#findings.controls();
        const answered = new Set(controls.map(controlKey));
        const tokens = controlTokens([...controls, ...unanswered.map(({ control }) => control)]);
        const remarks = new Map(unanswered.map(({ control, reasons }) => [controlKey(control), reasons]));
        const parts = {
            observations: sorted(this.#observations),
            risks: sorted([...this.#risks.values()]),
            findings: this.#findings.conclude(this.#context.base, tokens, remarks),
            items: sorted([...this.#items.values()]),
            owners: sorted([...this.#owners.values()]),
            included: tokensOf([...answered], tokens),
            excluded: tokensOf(
                unanswered.map(({ control }) => controlKey(control)).filter((key) => !answered.has(key)),
                tokens,
            ),
        };
        return completeDocument(this.#options, this.#context.base, parts, files);
    }

    #conclude(): void {
        const entry = this.#current;
        if (entry === undefined) {
            return;
        }
        const asked = this.#options.resources === "all";
        if (this.#rows.length > 0 || entry.verdict === "NON_COMPLIANT") {
            this.#fail({
                entry,
                failing: this.#rows.filter(({ waiver }) => waiver === undefined),
                waived: byWaiver(this.#rows),
                ...(asked && { compliant: this.#compliant }),
            });
        } else {
            this.#agree(entry, asked ? this.#compliant + this.#others : undefined);
        }
        this.#current = undefined;
        this.#rows = [];
        this.#compliant = 0;
        this.#others = 0;
    }

    #fail(place: FailingPlace): void {
        const observation = failingObservation(place, this.#context);
        const risks = risksOf(place, observation.uuid);
        const verdicts: Verdict[] = risks.map(({ status }) => (status === "open" ? "NON_COMPLIANT" : "WAIVED"));
        this.#observations.push(observation);
        risks.forEach((risk) => this.#risks.set(risk.uuid, risk));
        this.#findings.add(
            this.#controlsOf(place.entry),
            observation.uuid,
            verdicts,
            risks.map(({ uuid }) => uuid),
        );
    }

    #agree(entry: StatusEntry, resources: number | undefined): void {
        const key = JSON.stringify([ruleKey(entry), entry.verdict]);
        const known = this.#agreeing.get(key);
        this.#agreeing.set(key, {
            entry: known?.entry ?? entry,
            verdict: entry.verdict,
            places: (known?.places ?? 0) + 1,
            ...(resources !== undefined && { resources: (known?.resources ?? 0) + resources }),
        });
    }

    #keep(row: EvaluationRow): void {
        const item = inventoryItem(row);
        if (item !== undefined) {
            this.#items.set(item.uuid, item);
        }
        if (row.waiver !== undefined) {
            const owner = ownerOf(row.waiver);
            this.#owners.set(owner.uuid, owner);
        }
        if (this.#items.size > MAX_NAMED_RESOURCES) {
            throw new TooManyResourcesError();
        }
    }

    #controlsOf({ controls }: StatusEntry): StatusEntry["controls"] {
        return controls.filter((control) => isControlAskedFor(control, this.#options.filter ?? {}));
    }
}

/** In an order that does not depend on who answered first. */
function sorted<Item extends { readonly uuid: string }>(items: readonly Item[]): Item[] {
    return [...items].sort((one, other) => (one.uuid < other.uuid ? -1 : 1));
}

function byWaiver(rows: readonly EvaluationRow[]): Map<Waiver, EvaluationRow[]> {
    const found = new Map<Waiver, EvaluationRow[]>();
    for (const row of rows) {
        if (row.waiver !== undefined) {
            const rowsOfWaiver = found.get(row.waiver) ?? [];
            rowsOfWaiver.push(row);
            found.set(row.waiver, rowsOfWaiver);
        }
    }
    return found;
}

function tokensOf(keys: readonly string[], tokens: ReadonlyMap<string, string>): string[] {
    return [...new Set(keys.map((key) => tokens.get(key) ?? ""))].sort();
}
