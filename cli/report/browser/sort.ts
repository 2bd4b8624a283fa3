/** Headings that sort: a button each, and `aria-sort` on the column that the rows are in the order of. */
import { orderOf } from "./cell.ts";

const { compare } = new Intl.Collator("en", { numeric: true });

export function offerSorting(tables: readonly HTMLTableElement[]): void {
    for (const table of tables) {
        const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
        heads.forEach((head, column) => {
            const button = document.createElement("button");
            button.type = "button";
            button.append(...head.childNodes);
            head.append(button);
            button.addEventListener("click", () => {
                const isAscending = head.getAttribute("aria-sort") !== "ascending";
                heads.forEach((other) => other.removeAttribute("aria-sort"));
                head.setAttribute("aria-sort", isAscending ? "ascending" : "descending");
                sort(table, column, isAscending ? 1 : -1);
            });
        });
    }
}

/** Rows that are equal stay as they were. */
function sort(table: HTMLTableElement, column: number, direction: number): void {
    const [body] = table.tBodies;
    const rows = [...(body?.rows ?? [])].map((row) => ({ row, order: orderOf(row.cells[column]) }));
    rows.sort(({ order: one }, { order: other }) => direction * compared(one, other));
    body?.append(...rows.map(({ row }) => row));
}

/** Numbers before texts. */
function compared(one: number | string, other: number | string): number {
    if (typeof one === "number" && typeof other === "number") {
        return one - other;
    }
    return typeof one === typeof other ? compare(String(one), String(other)) : typeof one === "number" ? -1 : 1;
}
