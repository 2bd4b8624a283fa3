/** One pass over everything that a source has, with what is known of rules: the plan itself need not be at hand. */
import type { Waiver } from "../waivers/waiver.ts";
import { mapConcurrently } from "./concurrent.ts";
import { entryOf, type StatusEntry } from "./entry.ts";
import { isAskedFor, isVerdictAskedFor, narrow, type StatusFilter } from "./filter.ts";
import { PackEndings } from "./pack-endings.ts";
import type { RuleLookup } from "./rule-lookup.ts";
import type { ComplianceSource } from "./source.ts";
import { mayBeWaived, withWaivers } from "./waived.ts";

/** Questions about the resources of a rule, at a time. */
const QUESTIONS_AT_A_TIME = 4;

export interface EntryReading {
    readonly source: ComplianceSource;
    readonly rules: RuleLookup;
    readonly waivers: readonly Waiver[];
    /** YYYY-MM-DD: waivers that end before it cover nothing. */
    readonly on: string;
    readonly filter?: StatusFilter;
    /** Whether AWS is asked which packs there are; without it the plan says which packs a rule may belong to. */
    readonly askPacks: boolean;
    /** Where AWS was asked already which packs there are: then it is not asked again. */
    readonly endings?: PackEndings;
    readonly onProgress?: (progress: StatusProgress) => void;
}

export interface StatusProgress {
    /** Packs that AWS has named so far. */
    readonly packs: number;
    /** Rules in an account and region, so far. */
    readonly rules: number;
    /** Rules among them whose resources were asked for, because of a waiver. */
    readonly questions: number;
}

/**
 * Gives every rule in every account and region that is asked for, with its waivers, page by page.
 *
 * @throws what the source throws
 */
export async function* readEntries(reading: EntryReading): AsyncGenerator<readonly StatusEntry[]> {
    const { source, rules, filter = {}, askPacks, onProgress = () => undefined } = reading;
    const progress = { packs: 0, rules: 0, questions: 0 };
    const endings =
        reading.endings ??
        (askPacks
            ? await PackEndings.read(source.deployedPacks(), (packs) => {
                  progress.packs = packs;
                  onProgress(progress);
              })
            : undefined);
    for await (const page of source.rules(narrow(filter))) {
        const entries = page
            .map((answer) => entryOf(answer, rules, endings))
            .filter((entry) => isAskedFor(entry, filter));
        // A page without waivers costs no more than its rules: almost all of them.
        const waived = entries.filter((entry) => mayBeWaived(entry, reading));
        const decided = new Map<StatusEntry, StatusEntry>();
        for await (const [entry, result] of mapConcurrently(waived, QUESTIONS_AT_A_TIME, async (entry) => {
            return [entry, await withWaivers(entry, reading)] as const;
        })) {
            decided.set(entry, result);
            progress.questions++;
            onProgress(progress);
        }
        yield entries.map((entry) => decided.get(entry) ?? entry).filter((entry) => isVerdictAskedFor(entry, filter));
        progress.rules += page.length;
        onProgress(progress);
    }
}
