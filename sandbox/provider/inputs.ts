import type { Value, Values } from "./property.ts";
import { isValues } from "./property.ts";

/** Inputs as AWS requests take them: what is empty is left out (ResourceData.GetOk in Terraform's SDK). */
export const text = (value: Value): string | undefined =>
    typeof value === "string" && value !== "" ? value : undefined;

export const numeric = (value: Value): number | undefined =>
    typeof value === "number" && value !== 0 ? value : undefined;

export const strings = (value: Value): string[] | undefined =>
    Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;

export const group = (value: Value): Values | undefined => (isValues(value) ? value : undefined);

export const groups = (value: Value): Values[] => (Array.isArray(value) ? value.filter(isValues) : []);

/** The value of a property that has a fixed set of words, after its check. */
export const word = <T extends string>(value: Value): T | undefined => text(value) as T | undefined;
