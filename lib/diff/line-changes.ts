/** The difference of two texts line by line, with a little of what stays around each change. */

export interface LineChange {
    /** Gone, new, or the same on both sides. */
    readonly sign: "-" | "+" | " ";
    readonly text: string;
}

/** Lines that stay, before and after each change. */
const AROUND = 2;

/** @returns the changed lines in order; an unchanged line `…` stands for those that are left out between two places */
export function lineChanges(old: string, now: string): LineChange[] {
    const all = align(old.replace(/\n$/, "").split("\n"), now.replace(/\n$/, "").split("\n"));
    const isNear = (index: number): boolean =>
        all.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ sign }) => sign !== " ");
    const shown = all.map((_, index) => isNear(index));
    return all.flatMap((change, index): LineChange[] =>
        shown[index] === true
            ? [change]
            : shown[index - 1] === true && shown.indexOf(true, index) >= 0
              ? [{ sign: " ", text: "…" }]
              : [],
    );
}

/** By the longest common subsequence: policies have a few hundred lines at most. */
function align(old: readonly string[], now: readonly string[]): LineChange[] {
    const width = now.length + 1;
    const lengths = new Uint32Array((old.length + 1) * width);
    const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
    for (let i = old.length - 1; i >= 0; i--) {
        for (let j = now.length - 1; j >= 0; j--) {
            lengths[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
        }
    }
    const changes: LineChange[] = [];
    let [i, j] = [0, 0];
    while (i < old.length || j < now.length) {
        if (i < old.length && j < now.length && old[i] === now[j]) {
            changes.push({ sign: " ", text: old[i] ?? "" });
            i++;
            j++;
        } else if (i < old.length && (j === now.length || at(i + 1, j) >= at(i, j + 1))) {
            changes.push({ sign: "-", text: old[i] ?? "" });
            i++;
        } else {
            changes.push({ sign: "+", text: now[j] ?? "" });
            j++;
        }
    }
    return changes;
}
