/** Every table of the page: captioned, with headings for rows and columns, ready to be sorted, filtered and exported. */
import { type Html, html, type Part } from "./html.ts";

export interface Column<Row> {
    readonly heading: string;
    /** `name`: what names the row. @default text */
    readonly kind?: "name" | "number" | "text";
    readonly cell: (row: Row) => Part;
    /** What is exported, where it is not the text of the cell. */
    readonly value?: (row: Row) => string | number | undefined;
    /** What is sorted by, where it is not the value. */
    readonly order?: (row: Row) => number;
    /** Classes of the cell. */
    readonly look?: (row: Row) => string;
    /** The column is about this pack alone. */
    readonly pack?: string;
}

/** What the filters compare; of several values one has to fit. */
export interface Facets {
    /** 12 digits, or `*` for every account. */
    readonly account?: string;
    readonly region?: string;
    readonly pack?: readonly string[];
    readonly severity?: readonly string[];
    readonly status?: readonly string[];
}

export interface Table<Row> {
    readonly id: string;
    readonly caption: string;
    readonly columns: readonly Column<Row>[];
    readonly rows: readonly Row[];
    readonly facets?: (row: Row) => Facets;
    /** Sums of what is not shown: they stay below, and go away while a filter is on. */
    readonly rest?: readonly Row[];
    /** What is said where there are no rows. */
    readonly empty: string;
    readonly look?: string;
}

export function table<Row>({ id, caption, columns, rows, facets, rest = [], empty, look = "" }: Table<Row>): Html {
    if (rows.length === 0) {
        return html`<p class="empty">${empty}</p>`;
    }
    const known = new Set(rows.flatMap((row) => Object.keys(facets?.(row) ?? {})));
    const heads = columns.map(
        (column) =>
            html`<th
                scope="col"
                ${classes(column.kind === "number" ? "number" : "")}${attribute("data-column", column.pack)}
            >
                <span>${column.heading}</span>
            </th>`,
    );
    const body = rows.map((row) => html`<tr${facetAttributes(facets?.(row) ?? {})}>${cells(row, columns)}</tr>\n`);
    const foot =
        rest.length === 0
            ? ""
            : html`<tfoot>
                  ${rest.map(
                      (row) =>
                          html`<tr>
                              ${cells(row, columns)}
                          </tr>`,
                  )}
              </tfoot>`;
    return html`<div class="table">
        <div class="scroll" role="region" aria-labelledby="${id}-caption" tabindex="0">
            <table id="${id}" ${classes(look)} data-facets="${[...known].join(" ")}">
                <caption id="${id}-caption">
                    ${caption}
                </caption>
                <thead>
                    <tr>
                        ${heads}
                    </tr>
                </thead>
                <tbody>
                    ${body}
                </tbody>
                ${foot}
            </table>
        </div>
    </div>`;
}

function cells<Row>(row: Row, columns: readonly Column<Row>[]): Html[] {
    return columns.map((column) => {
        const look = [column.kind === "number" ? "number" : "", column.look?.(row) ?? ""].filter(Boolean).join(" ");
        const attributes = html`${classes(look)}${attribute("data-column", column.pack)}${attribute("data-value", column.value === undefined ? undefined : (column.value(row) ?? ""))}${attribute("data-order", column.order?.(row))}`;
        return column.kind === "name"
            ? html`<th scope="row" ${attributes}>${column.cell(row)}</th>`
            : html`<td${attributes}>${column.cell(row)}</td>`;
    });
}

/** No value of a facet holds a comma: names of packs, accounts, regions and words of ours. */
function facetAttributes({ account, region, pack, severity, status }: Facets): Html[] {
    return [
        attribute("data-account", account),
        attribute("data-region", region),
        attribute("data-pack", pack?.join(",")),
        attribute("data-severity", severity?.join(",")),
        attribute("data-status", status?.join(",")),
    ];
}

function attribute(name: string, value: string | number | undefined): Html {
    return value === undefined ? html`` : html` ${name}="${value}"`;
}

function classes(names: string): Html {
    return names === "" ? html`` : html` class="${names}"`;
}
