/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Trail.html, as far as it is used here. */
export interface TrailDescription {
    readonly HomeRegion?: string;
    readonly IncludeGlobalServiceEvents?: boolean;
    readonly IsMultiRegionTrail?: boolean;
    readonly IsOrganizationTrail?: boolean;
    readonly KmsKeyId?: string | null;
    readonly LogFileValidationEnabled?: boolean;
    readonly Name?: string;
    readonly S3BucketName?: string;
    readonly S3KeyPrefix?: string | null;
    readonly SnsTopicARN?: string | null;
    readonly TrailARN?: string;
}

/** What a trail is made of, and changed by. */
export interface TrailRequest {
    readonly Name: string;
    readonly EnableLogFileValidation?: boolean;
    readonly IncludeGlobalServiceEvents?: boolean;
    readonly IsMultiRegionTrail?: boolean;
    readonly IsOrganizationTrail?: boolean;
    readonly KmsKeyId?: string;
    readonly S3BucketName?: string;
    readonly S3KeyPrefix?: string;
}

interface Tag {
    readonly Key: string;
    readonly Value?: string;
}

/** A refusal, under the name that the service gives it. */
class CloudTrailError extends Error {
    constructor(name: string, message: string) {
        super(message);
        this.name = name;
    }
}

/**
 * The operations on trails, which are posts of JSON. Trails are named by their ARNs where they exist.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html
 */
export class CloudTrailClient {
    readonly #endpoint: string;
    readonly #accessKeyId: string;
    readonly #region: string;

    constructor(endpoint: string, accessKeyId: string, region: string) {
        this.#endpoint = endpoint;
        this.#accessKeyId = accessKeyId;
        this.#region = region;
    }

    async create(request: TrailRequest, tags: readonly Tag[]): Promise<{ readonly TrailARN?: string }> {
        return (await this.#send("CreateTrail", { ...request, TagsList: tags })) as { TrailARN?: string };
    }

    async describe(arn: string): Promise<TrailDescription | undefined> {
        const { trailList: [found] = [] } = (await this.#send("DescribeTrails", { trailNameList: [arn] })) as {
            trailList?: TrailDescription[];
        };
        return found;
    }

    async isLogging(arn: string): Promise<boolean> {
        const { IsLogging: isLogging = false } = (await this.#send("GetTrailStatus", { Name: arn })) as {
            IsLogging?: boolean;
        };
        return isLogging;
    }

    async setLogging(arn: string, enabled: boolean): Promise<void> {
        await this.#send(enabled ? "StartLogging" : "StopLogging", { Name: arn });
    }

    /** What is not given stays as it is. */
    async update(request: TrailRequest): Promise<void> {
        await this.#send("UpdateTrail", request);
    }

    async delete(arn: string): Promise<void> {
        await this.#send("DeleteTrail", { Name: arn });
    }

    async tags(arn: string): Promise<readonly Tag[]> {
        const { ResourceTagList: [found] = [] } = (await this.#send("ListTags", { ResourceIdList: [arn] })) as {
            ResourceTagList?: { TagsList?: Tag[] }[];
        };
        return found?.TagsList ?? [];
    }

    async addTags(arn: string, tags: readonly Tag[]): Promise<void> {
        await this.#send("AddTags", { ResourceId: arn, TagsList: tags });
    }

    async removeTags(arn: string, keys: readonly string[]): Promise<void> {
        await this.#send("RemoveTags", { ResourceId: arn, TagsList: keys.map((Key) => ({ Key })) });
    }

    async #send(operation: string, input: object): Promise<unknown> {
        const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
        const scope = `${this.#accessKeyId}/${day}/${this.#region}/cloudtrail/aws4_request`;
        const response = await fetch(new URL("/", this.#endpoint), {
            method: "POST",
            headers: {
                "content-type": "application/x-amz-json-1.1",
                "x-amz-target": `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${operation}`,
                // The emulator reads who asks for what, and checks no signature.
                authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
            },
            body: JSON.stringify(input),
        });
        const text = await response.text();
        const answer: unknown = text === "" ? {} : JSON.parse(text);
        if (!response.ok) {
            const { __type: type = "", message, Message } = answer as Record<string, string | undefined>;
            const code = response.headers.get("x-amzn-errortype") ?? type;
            throw new CloudTrailError(code.split(/[:#]/).at(-1) ?? "", message ?? Message ?? text);
        }
        return answer;
    }
}
