/** Errors of AWS services, worded as Terraform's AWS provider words them: what was being done, to what, then AWS's own words. */
import { STATUS_CODES } from "node:http";

interface ServiceException extends Error {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly Code?: string;
}

/** The service's code for the error, such as `NoSuchBucket`. */
export function errorCode(error: unknown): string {
    if (!(error instanceof Error)) {
        return "";
    }
    const exception = error as ServiceException;
    return exception.name === "Error" || exception.name === "Unknown" ? (exception.Code ?? "") : exception.name;
}

/** Whether the service answered with one of these codes. SQS and CloudFormation prefix theirs with a namespace. */
export function isCode(error: unknown, ...codes: string[]): boolean {
    const code = errorCode(error);
    return codes.some((one) => code === one || code === `${one}Exception` || code.endsWith(`.${one}`));
}

export function isStatus(error: unknown, status: number): boolean {
    return error instanceof Error && (error as ServiceException).$metadata?.httpStatusCode === status;
}

/** The service's code and words; the status alone where there are none, as in answers to HEAD. */
export function describe(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    const code = errorCode(error);
    const status = (error as Partial<ServiceException> | undefined)?.$metadata?.httpStatusCode;
    if (message === "UnknownError" && status !== undefined) {
        return `StatusCode: ${status}, api error ${STATUS_CODES[status] ?? "Unknown"}`;
    }
    return code === "" || message.startsWith(code) ? message : `${code}: ${message}`;
}

/** Runs a call and says what it was for if it fails: `creating SNS Topic (name): NotFound: …`. */
export async function doing<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
        return await work();
    } catch (error) {
        throw new Error(`${what}: ${describe(error)}`, { cause: error });
    }
}

/** The result of a lookup, or undefined where the service answers with one of these codes. */
export async function unlessCode<T>(codes: readonly string[], work: () => Promise<T>): Promise<T | undefined> {
    try {
        return await work();
    } catch (error) {
        if (isCode(error, ...codes)) {
            return undefined;
        }
        throw error;
    }
}
