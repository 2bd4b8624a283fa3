/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html, as far as it is used here. */
export interface ScheduleDescription {
    readonly Arn?: string;
    readonly Name?: string;
    readonly GroupName?: string;
    readonly ActionAfterCompletion?: string | null;
    readonly Description?: string | null;
    readonly FlexibleTimeWindow?: { readonly Mode?: string; readonly MaximumWindowInMinutes?: number };
    readonly KmsKeyArn?: string | null;
    readonly ScheduleExpression?: string;
    readonly ScheduleExpressionTimezone?: string | null;
    readonly State?: string;
    readonly Target?: {
        readonly Arn?: string;
        readonly RoleArn?: string;
        readonly Input?: string;
        readonly DeadLetterConfig?: { readonly Arn?: string };
        readonly RetryPolicy?: {
            readonly MaximumEventAgeInSeconds?: number;
            readonly MaximumRetryAttempts?: number;
        };
    };
}

/** A refusal, under the name that the service gives it. */
class SchedulerError extends Error {
    constructor(name: string, message: string) {
        super(message);
        this.name = name;
    }
}

/**
 * The four operations on schedules, in the little REST that they are.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html
 */
export class SchedulerClient {
    readonly #endpoint: string;
    readonly #accessKeyId: string;
    readonly #region: string;

    constructor(endpoint: string, accessKeyId: string, region: string) {
        this.#endpoint = endpoint;
        this.#accessKeyId = accessKeyId;
        this.#region = region;
    }

    async create(name: string, schedule: object): Promise<{ readonly ScheduleArn?: string }> {
        return (await this.#send("POST", name, {}, schedule)) as { ScheduleArn?: string };
    }

    async get(group: string, name: string): Promise<ScheduleDescription> {
        return (await this.#send("GET", name, { groupName: group })) as ScheduleDescription;
    }

    /** Puts a schedule in the place of the one that is there: what is not given goes back to its default. */
    async update(name: string, schedule: object): Promise<void> {
        await this.#send("PUT", name, {}, schedule);
    }

    async delete(group: string, name: string): Promise<void> {
        await this.#send("DELETE", name, { groupName: group });
    }

    async #send(method: string, name: string, query: Record<string, string>, body?: object): Promise<unknown> {
        const url = new URL(`/schedules/${encodeURIComponent(name)}`, this.#endpoint);
        url.search = new URLSearchParams(query).toString();
        const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
        const scope = `${this.#accessKeyId}/${day}/${this.#region}/scheduler/aws4_request`;
        const response = await fetch(url, {
            method,
            headers: {
                "content-type": "application/json",
                // The emulator reads who asks for what, and checks no signature.
                authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
            },
            ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        const answer: unknown = text === "" ? {} : JSON.parse(text);
        if (!response.ok) {
            const { __type: type = "", message, Message } = answer as Record<string, string | undefined>;
            const code = response.headers.get("x-amzn-errortype") ?? type;
            throw new SchedulerError(code.split(/[:#]/).at(-1) ?? "", message ?? Message ?? text);
        }
        return answer;
    }
}
