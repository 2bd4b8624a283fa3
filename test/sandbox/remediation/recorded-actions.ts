/** Operations that IAM knows by another name: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const OTHER_NAMES: Readonly<Record<string, string>> = {
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
};

interface Request {
    readonly service: string;
    readonly operation: string;
    readonly principal: string | null;
}

/** What the emulator was asked for, as the actions that IAM would have to allow. */
export class RecordedActions {
    readonly #endpoint: string;
    readonly #since: number;

    private constructor(endpoint: string, since: number) {
        this.#endpoint = endpoint;
        this.#since = since;
    }

    /** From now on. */
    static async since(endpoint: string): Promise<RecordedActions> {
        return new RecordedActions(endpoint, (await journal(endpoint, 0)).last);
    }

    /** Sorted, each once. */
    async asRole(name: string): Promise<string[]> {
        const { requests } = await journal(this.#endpoint, this.#since);
        const asked = requests
            .filter(({ principal }) => principal?.includes(`:assumed-role/${name}/`))
            .map(({ service, operation }) => `${service}:${operation}`);
        return [...new Set(asked.map((action) => OTHER_NAMES[action] ?? action))].sort();
    }
}

async function journal(endpoint: string, since: number): Promise<{ requests: Request[]; last: number }> {
    const answer = await fetch(new URL(`/sandbox/requests?since=${since}`, endpoint));
    return (await answer.json()) as { requests: Request[]; last: number };
}
