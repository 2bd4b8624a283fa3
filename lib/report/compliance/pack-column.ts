/** The one pack under which a rule is counted, as `packs status --by pack` counts it. */
import type { StatusEntry } from "../../compliance/entry.ts";
import { groupingBy, NO_PACK } from "../../compliance/groupings.ts";

const groups = groupingBy("pack");

export function packColumn(entry: StatusEntry): string {
    return groups(entry)[0] ?? NO_PACK;
}
