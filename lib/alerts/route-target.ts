/** Where alerts may go: the stack's alert topic by its name, or a topic, queue or event bus by its ARN. */

/** The stack's own alert topic. */
export const TOPIC = "topic";

/** A function is reached by subscribing it to a topic, or by a rule on a bus: both deliver again where it fails. */
export const ROUTE_TARGETS = "an SNS topic, an SQS queue or an EventBridge event bus";

export interface RouteTarget {
    readonly kind: "topic" | "queue" | "bus";
    readonly arn: string;
    readonly region: string;
    readonly account: string;
    readonly name: string;
    /** Delivers in order, and wants a message group. */
    readonly fifo: boolean;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const PATTERNS: readonly (readonly [RouteTarget["kind"], RegExp])[] = [
    ["topic", /^arn:aws[a-z-]*:sns:([a-z0-9-]+):(\d{12}):([A-Za-z0-9_-]{1,256}(?:\.fifo)?)$/],
    ["queue", /^arn:aws[a-z-]*:sqs:([a-z0-9-]+):(\d{12}):([A-Za-z0-9_-]{1,80}(?:\.fifo)?)$/],
    ["bus", /^arn:aws[a-z-]*:events:([a-z0-9-]+):(\d{12}):event-bus\/([A-Za-z0-9_.-]{1,256})$/],
];

/** Of an ARN; undefined where nothing of that kind is a target. */
export function routeTarget(arn: string): RouteTarget | undefined {
    for (const [kind, pattern] of PATTERNS) {
        const [, region, account, name] = pattern.exec(arn) ?? [];
        if (region !== undefined && account !== undefined && name !== undefined) {
            return { kind, arn, region, account, name, fifo: kind !== "bus" && name.endsWith(".fifo") };
        }
    }
    return undefined;
}

/** Whether a setting names a target. */
export function isRouteTarget(text: string): boolean {
    return text === TOPIC || routeTarget(text) !== undefined;
}
