/** What a cell holds: for exports its value, for sorting its order. */

export function valueOf(cell: HTMLTableCellElement): string {
    return cell.dataset["value"] ?? textOf(cell);
}

/** As it is read, in one line. */
export function textOf(element: Element): string {
    return (element.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** A number where the cell is one. */
export function orderOf(cell: HTMLTableCellElement | undefined): number | string {
    if (cell === undefined) {
        return "";
    }
    const value = cell.dataset["order"] ?? valueOf(cell);
    // Accounts have twelve digits, and sort as numbers all the same.
    return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

/** The name of a column. */
export function headingOf(head: HTMLTableCellElement): string {
    return textOf(head);
}
