/** What the coverage page has besides the common style. Contrast of text on its ground is at least 4.5 to 1. */
export const COVERAGE_STYLE_SHEET = `
.bar { display: flex; height: .8rem; margin: .5rem 0 1rem; border-radius: 4px; overflow: hidden; background: var(--line); }
.bar i { display: block; }
.bar .covered, .key .covered::before { background: #1a7f37; }
.bar .provided, .key .provided::before { background: #0969da; }
.bar .not-checkable, .key .not-checkable::before { background: #8c959f; }
.bar .gap, .key .gap::before { background: #bc4c00; }
.key { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; color: var(--muted); }
.key span::before { content: ""; display: inline-block; width: .8em; height: .8em; margin-right: .4em; border-radius: 2px; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .4rem .75rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; background: var(--panel); white-space: nowrap; }
tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 5rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td .why, th .why { display: block; color: var(--muted); font-size: .85rem; font-weight: 400; }
td .packs { display: flex; flex-wrap: wrap; gap: .25rem; }
td .packs code { padding: 0 .4em; border: 1px solid var(--line); border-radius: 4px; background: var(--panel); white-space: nowrap; }
.critical, .high { color: var(--removed); }
.medium { color: var(--changed); }
tbody th.check { min-width: 16rem; }
td.share { min-width: 10rem; }
td.share .bar { margin: .3rem 0; }
`;
