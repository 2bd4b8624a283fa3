/** A text for a list is split at its commas, as AWS's own rules do it. */
export function listOf(value: string | readonly string[]): readonly string[] {
    return typeof value === "string"
        ? value
              .split(",")
              .map((item) => item.trim())
              .filter((item) => item !== "")
        : value;
}
