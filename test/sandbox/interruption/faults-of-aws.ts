/** How AWS fails, as sandbox/emulator/fault_injection.py takes it. */
export interface FaultKind {
    /** What the emulator does to a call. */
    fault(service: string): Readonly<Record<string, unknown>>;
    /** The calls that can fail in this way. @default all */
    readonly applies?: RegExp;
    /** What the run has to say where it fails, besides the name of what failed. */
    readonly says: RegExp;
}

/** Where each service has a code of its own for what is not there, or not yet; without one it says so in an empty list. */
const NOT_FOUND: Readonly<Record<string, readonly [status: number, code: string]>> = {
    athena: [400, "InvalidRequestException"],
    events: [400, "ResourceNotFoundException"],
    glue: [400, "EntityNotFoundException"],
    iam: [404, "NoSuchEntity"],
    kms: [400, "NotFoundException"],
    lambda: [404, "ResourceNotFoundException"],
    monitoring: [404, "ResourceNotFound"],
    s3: [404, "NoSuchBucket"],
    scheduler: [404, "ResourceNotFoundException"],
    sns: [404, "NotFound"],
    sqs: [400, "AWS.SimpleQueueService.NonExistentQueue"],
    ssm: [400, "InvalidDocument"],
};

/** And for a name that somebody else has. */
const EXISTS: Readonly<Record<string, readonly [status: number, code: string]>> = {
    athena: [400, "InvalidRequestException"],
    cloudtrail: [400, "TrailAlreadyExistsException"],
    glue: [400, "AlreadyExistsException"],
    iam: [409, "EntityAlreadyExists"],
    kms: [400, "AlreadyExistsException"],
    lambda: [409, "ResourceConflictException"],
    logs: [400, "ResourceAlreadyExistsException"],
    s3: [409, "BucketAlreadyExists"],
    scheduler: [409, "ConflictException"],
    sns: [400, "InvalidParameter"],
    sqs: [400, "QueueAlreadyExists"],
    ssm: [400, "DocumentAlreadyExists"],
};

const among = (services: object, operations: string): RegExp =>
    new RegExp(`^(${Object.keys(services).join("|")}):(${operations})`);

const coded =
    (codes: typeof NOT_FOUND, message: string, more: object = {}): FaultKind["fault"] =>
    (service) => {
        const [status, code] = codes[service] ?? [400, "Unknown"];
        return { status, code, message, ...more };
    };

/** Without a count a call fails as long as the run asks. */
export const FAULT_KINDS = {
    "denies access": {
        fault: () => ({
            status: 403,
            code: "AccessDeniedException",
            message: "User: arn:aws:iam::123456789012:user/test is not authorized",
        }),
        // S3 answers HEAD without words.
        says: /AccessDenied|not authorized|StatusCode: 403, api error Forbidden/,
    },
    throttles: {
        fault: () => ({ status: 400, code: "ThrottlingException", message: "Rate exceeded" }),
        says: /Throttling|Rate exceeded|StatusCode: 400, api error Bad Request/,
    },
    "fails inside": {
        fault: () => ({ status: 500, code: "InternalFailure", message: "We encountered an internal error" }),
        says: /InternalFailure|internal error|StatusCode: 500, api error Internal/,
    },
    "does not answer": { fault: () => ({ drops: true }), says: /ECONNRESET|socket hang up/ },
    "loses an answer": {
        fault: () => ({ drops: true, afterwards: true, count: 1 }),
        // The provider asked again, and was told that what it asked for is there, or that it is worked on.
        says: /ECONNRESET|socket hang up|already|unexpected state/i,
    },
    "is slow": { fault: () => ({ delayMilliseconds: 2500, count: 1 }), says: /$^/ },
    "does not see yet what was made": {
        fault: coded(NOT_FOUND, "It is not there yet", { count: 2 }),
        applies: among(NOT_FOUND, "Get|Describe|Head"),
        says: /not there yet|NotFound|not find|couldn't find|NoSuch|no such|does not exist/i,
    },
    "has it of somebody else": {
        fault: coded(EXISTS, "It exists already"),
        applies: among(EXISTS, "Create"),
        says: /exists already|exist/i,
    },
} as const satisfies Readonly<Record<string, FaultKind>>;

export type FaultName = keyof typeof FAULT_KINDS;

/** @returns whether calls of this kind fail in this way */
export function canMeet(operation: string, name: FaultName): boolean {
    const { applies }: FaultKind = FAULT_KINDS[name];
    return applies?.test(operation) ?? true;
}
