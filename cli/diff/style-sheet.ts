/** How the HTML page looks, in both colour schemes. Contrast of text on its ground is at least 4.5 to 1. */
export const STYLE_SHEET = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f6f8fa; --line: #d0d7de; --text: #1f2328; --muted: #59636e;
  --added: #116329; --removed: #a40e26; --changed: #7d4e00; --warn-ground: #fff1e5; --warn-line: #bc4c00;
  --before: #8c959f; --after: #0969da;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117; --panel: #161b22; --line: #30363d; --text: #e6edf3; --muted: #9198a1;
    --added: #56d364; --removed: #ff7b72; --changed: #e3b341; --warn-ground: #2b1d0e; --warn-line: #db6d28;
    --before: #6e7681; --after: #58a6ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { margin: 0; font-size: 1.6rem; }
h2 { margin: 2.5rem 0 0; font-size: 1.3rem; }
h3 { margin: 0 0 .5rem; font-size: 1rem; }
.base, .summary, .legend { margin: .25rem 0 1rem; color: var(--muted); }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: .1rem 0; }
li b { display: inline-block; width: 1.2em; font-family: ui-monospace, monospace; }
li.level1 { padding-left: 1.5rem; }
li.added b, .added > summary { color: var(--added); }
li.removed b, .removed > summary { color: var(--removed); }
li.changed b { color: var(--changed); }
.attention { margin: 1rem 0; padding: .75rem 1rem; border-left: 4px solid var(--warn-line); background: var(--warn-ground); }
.attention b { color: var(--warn-line); }
details { margin: .75rem 0; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); }
summary { padding: .5rem 1rem; cursor: pointer; font-weight: 600; }
details > ul { padding: 0 1rem .75rem; }
details.assumptions { color: var(--muted); font-size: .9rem; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; margin: 1rem 0; }
figure { flex: 1 1 28rem; margin: 0; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; }
figcaption { font-weight: 600; margin-bottom: .5rem; }
figure svg { max-width: 100%; height: auto; font-size: 13px; }
.legend span { margin-right: 1rem; }
.legend span::before { content: ""; display: inline-block; width: .8em; height: .8em; margin-right: .4em; border-radius: 2px; background: var(--before); }
.legend .after::before { background: var(--after); }
`;
