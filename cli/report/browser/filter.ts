/** One form that filters every table by what its rows are about. */
import { textOf } from "./cell.ts";

const FACETS = ["account", "region", "pack", "severity", "status"] as const;
type Facet = (typeof FACETS)[number];
type Wanted = Readonly<Record<Facet | "text", string>>;

/** While somebody types. */
const PAUSE_MS = 120;

export function offerFilters(form: HTMLFormElement | null, tables: readonly HTMLTableElement[]): void {
    if (form === null || tables.length === 0) {
        return;
    }
    const texts = new Map<Element, string>();
    const status = form.querySelector("[role=status]");
    const apply = (): void => {
        const wanted = wantedBy(form);
        let [shown, all] = [0, 0];
        for (const table of tables) {
            const counts = filter(table, wanted, texts);
            shown += counts.shown;
            all += counts.all;
        }
        const words = [...FACETS, "text" as const].flatMap((name) =>
            wanted[name] === "" ? [] : `${name} ${wanted[name]}`,
        );
        form.classList.toggle("on", words.length > 0);
        if (status !== null) {
            status.textContent = words.length === 0 ? "" : `Filtered by ${words.join(", ")}: ${shown} of ${all} rows.`;
        }
    };
    let pending: ReturnType<typeof setTimeout> | undefined;
    form.addEventListener("input", () => {
        clearTimeout(pending);
        pending = setTimeout(apply, PAUSE_MS);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    // The fields are empty only once the event is over.
    form.addEventListener("reset", () => setTimeout(apply));
    form.hidden = false;
}

function wantedBy(form: HTMLFormElement): Wanted {
    const data = new FormData(form);
    const value = (name: string): string => String(data.get(name) ?? "").trim();
    return {
        text: value("text").toLowerCase(),
        account: value("account"),
        region: value("region"),
        pack: value("pack"),
        severity: value("severity"),
        status: value("status"),
    };
}

function filter(
    table: HTMLTableElement,
    wanted: Wanted,
    texts: Map<Element, string>,
): { readonly shown: number; readonly all: number } {
    const known = (table.dataset["facets"] ?? "").split(" ");
    const asked = FACETS.filter((facet) => wanted[facet] !== "");
    const compared = asked.filter((facet) => known.includes(facet));
    const rows = [...(table.tBodies[0]?.rows ?? [])];
    let shown = 0;
    for (const row of rows) {
        row.hidden = !compared.every((facet) => fits(row, facet, wanted[facet])) || !hasText(row, wanted.text, texts);
        shown += row.hidden ? 0 : 1;
    }
    const isOn = compared.length > 0 || wanted.text !== "";
    for (const row of table.tFoot?.rows ?? []) {
        row.hidden = isOn;
    }
    for (const cell of table.querySelectorAll<HTMLTableCellElement>("[data-column]")) {
        cell.hidden = wanted.pack !== "" && cell.dataset["column"] !== wanted.pack;
    }
    const without = asked.filter((facet) => !known.includes(facet));
    remark(table, [
        ...(rows.length > 0 && shown === 0 ? ["No row fits the filter."] : []),
        ...(without.length > 0 ? [`Not filtered by ${without.join(", ")}: each row is about all of them.`] : []),
    ]);
    return { shown, all: rows.length };
}

function fits(row: HTMLTableRowElement, facet: Facet, wanted: string): boolean {
    const value = row.dataset[facet] ?? "";
    return facet === "account" ? value === "*" || value.includes(wanted) : value.split(",").includes(wanted);
}

function hasText(row: HTMLTableRowElement, wanted: string, texts: Map<Element, string>): boolean {
    if (wanted === "") {
        return true;
    }
    const text = texts.get(row) ?? textOf(row).toLowerCase();
    texts.set(row, text);
    return text.includes(wanted);
}

function remark(table: HTMLTableElement, words: readonly string[]): void {
    const place = table.closest(".table");
    place?.querySelector(".remark")?.remove();
    if (words.length > 0) {
        const paragraph = document.createElement("p");
        paragraph.className = "remark";
        paragraph.textContent = words.join(" ");
        place?.append(paragraph);
    }
}
