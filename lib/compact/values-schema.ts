/** The values that a compact pack can have anywhere. */
import { z } from "zod";
import { intrinsicOf } from "../pack/template.ts";
import type { TemplateObject, TemplateValue } from "../pack/template-value.ts";

/** Numbers and booleans are accepted for readability; AWS Config knows only strings. */
export const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** An intrinsic function of CloudFormation, such as `!If [condition, a, b]`, for what `${Parameter}` cannot say. */
export const intrinsic = z.custom<TemplateObject>(
    (value) => intrinsicOf(value as TemplateValue) !== undefined,
    "a value is a text, a number, true, false, a list, or an intrinsic function such as !If",
);

export const single = z.union([scalar, intrinsic]);

export const wholeNumber = z
    .union([z.number(), z.string()])
    .transform(Number)
    .pipe(z.int("a whole number is needed here").min(0));
