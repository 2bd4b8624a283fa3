/** On paper nothing can be opened: everything is, and closed again afterwards. */

export function offerPrinting(): void {
    let opened: HTMLDetailsElement[] = [];
    const open = (): void => {
        if (opened.length === 0) {
            opened = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
            opened.forEach((details) => (details.open = true));
        }
    };
    const close = (): void => {
        opened.forEach((details) => (details.open = false));
        opened = [];
    };
    addEventListener("beforeprint", open);
    addEventListener("afterprint", close);
    // A preview is no print, but has to look like one.
    matchMedia("print").addEventListener("change", ({ matches }) => (matches ? open() : close()));
}
