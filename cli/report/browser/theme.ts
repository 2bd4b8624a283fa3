/** Light, dark, or as the system has it. */

const THEMES = { auto: "System", light: "Light", dark: "Dark" } as const;

export function offerThemes(place: Element | null): void {
    const group = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = "Colours";
    group.append(legend);
    for (const [name, words] of Object.entries(THEMES)) {
        const label = document.createElement("label");
        const choice = document.createElement("input");
        choice.type = "radio";
        choice.name = "theme";
        choice.value = name;
        choice.checked = name === "auto";
        choice.addEventListener("change", () => document.documentElement.setAttribute("data-theme", name));
        label.append(choice, words);
        group.append(label);
    }
    place?.append(group);
}
