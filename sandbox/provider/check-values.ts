import type { Value } from "./property.ts";

/** Checks of single values that several resource types share (terraform-provider-aws, internal/verify/validate.go). */
export type ValueCheck = (value: Value) => string | undefined;

const arnPattern =
    /^arn:aws(-[a-z]+)*:[^:]*:([a-z]{2}(-[a-z]+)+-\d)?:(aws|aws-managed|third-party|\d{12}|cw.{10})?:.+$/;

export const isArn: ValueCheck = (value) =>
    value === "" || arnPattern.test(String(value)) ? undefined : `to be an ARN, got ${JSON.stringify(value)}`;

export const isAccountId: ValueCheck = (value) =>
    /^\d{12}$/.test(String(value))
        ? undefined
        : `to be an AWS Account ID (exactly 12 digits), got ${JSON.stringify(value)}`;

export const lengthBetween =
    (least: number, most: number): ValueCheck =>
    (value) => {
        const { length } = String(value);
        return length >= least && length <= most
            ? undefined
            : `length to be in the range (${least} - ${most}), got ${length}`;
    };

export const between =
    (least: number, most: number): ValueCheck =>
    (value) =>
        Number(value) >= least && Number(value) <= most
            ? undefined
            : `to be in the range (${least} - ${most}), got ${String(value)}`;

export const oneOf =
    (...values: readonly string[]): ValueCheck =>
    (value) =>
        values.includes(String(value))
            ? undefined
            : `to be one of ${JSON.stringify(values)}, got ${JSON.stringify(value)}`;

export const matches =
    (pattern: RegExp, words: string): ValueCheck =>
    (value) =>
        pattern.test(String(value)) ? undefined : `${words}, got ${JSON.stringify(value)}`;

export const all =
    (...checks: readonly ValueCheck[]): ValueCheck =>
    (value) =>
        checks.map((check) => check(value)).find((wrong) => wrong !== undefined);

export const atMost =
    (most: number): ValueCheck =>
    (value) =>
        Array.isArray(value) && value.length > most
            ? `to have at most ${most} elements, got ${value.length}`
            : undefined;
