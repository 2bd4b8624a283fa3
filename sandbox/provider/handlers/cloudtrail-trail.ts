import {
    AddTagsCommand,
    type CloudTrailClient,
    CreateTrailCommand,
    DeleteTrailCommand,
    DescribeTrailsCommand,
    GetTrailStatusCommand,
    ListTagsCommand,
    RemoveTagsCommand,
    StartLoggingCommand,
    StopLoggingCommand,
    type Trail,
    type UpdateTrailCommandInput,
    UpdateTrailCommand,
} from "@aws-sdk/client-cloudtrail";
import { isArn, lengthBetween } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import { text } from "../inputs.ts";
import type { Value, Values } from "../property.ts";
import { boolean, list, object, output, set, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { fromTagList, toTagList } from "../tags.ts";

/** terraform-provider-aws, internal/service/cloudtrail/trail.go, without event selectors, CloudWatch Logs and topics. */
export const cloudTrailTrail: Handler = {
    type: "aws:cloudtrail/trail:Trail",
    autoName: { property: "name" },
    notImplemented: [
        "advancedEventSelectors",
        "cloudWatchLogsGroupArn",
        "cloudWatchLogsRoleArn",
        "eventSelectors",
        "insightSelectors",
        "snsTopicName",
    ],
    properties: {
        advancedEventSelectors: list(object({}), { conflictsWith: ["eventSelectors"] }),
        arn: output,
        cloudWatchLogsGroupArn: string({ check: isArn }),
        cloudWatchLogsRoleArn: string({ check: isArn }),
        enableLogFileValidation: boolean({ default: false }),
        enableLogging: boolean({ default: true }),
        eventSelectors: list(object({}), { conflictsWith: ["advancedEventSelectors"] }),
        homeRegion: output,
        includeGlobalServiceEvents: boolean({ default: true }),
        insightSelectors: set(object({})),
        isMultiRegionTrail: boolean({ default: false }),
        isOrganizationTrail: boolean({ default: false }),
        kmsKeyId: string({ check: isArn }),
        name: string({ computed: true, forceNew: true, check: lengthBetween(3, 128) }),
        s3BucketName: string({ required: true }),
        s3KeyPrefix: string({ check: lengthBetween(0, 2000) }),
        snsTopicArn: output,
        snsTopicName: string(),
    },

    async create(call, inputs) {
        const name = String(inputs["name"]);
        const made = await doing(`creating CloudTrail Trail (${name})`, () =>
            client(call).send(
                new CreateTrailCommand({ Name: name, ...requestOf(inputs), TagsList: toTagList(call.tags) }),
            ),
        );
        const arn = made.TrailARN ?? "";
        // CloudTrail makes trails that do not log yet.
        return inputs["enableLogging"] === true ? afterCreation(arn, () => setLogging(call, arn, true)) : arn;
    },

    async read(call, id) {
        const { trailList: [found] = [] } = await doing(`reading CloudTrail Trail (${id})`, () =>
            client(call).send(new DescribeTrailsCommand({ trailNameList: [id] })),
        );
        if (found === undefined) {
            return undefined;
        }
        const status = await doing(`reading CloudTrail Trail (${id}) status`, () =>
            client(call).send(new GetTrailStatusCommand({ Name: id })),
        );
        return { ...stateOf(found), enableLogging: status.IsLogging ?? false };
    },

    async update(call, id, inputs, _old, changed) {
        if ([...changed].some((name) => !["tags", "tagsAll", "enableLogging"].includes(name))) {
            await doing(`updating CloudTrail Trail (${id})`, () =>
                client(call).send(new UpdateTrailCommand({ Name: id, ...changesOf(inputs, changed) })),
            );
        }
        if (changed.has("enableLogging")) {
            await setLogging(call, id, inputs["enableLogging"] === true);
        }
    },

    async delete(call, id) {
        await doing(`deleting CloudTrail Trail (${id})`, () =>
            unlessCode(["TrailNotFound"], () => client(call).send(new DeleteTrailCommand({ Name: id }))),
        );
    },

    tagging: {
        async read(call, id) {
            const command = new ListTagsCommand({ ResourceIdList: [id] });
            const { ResourceTagList: [found] = [] } = await client(call).send(command);
            return fromTagList(found?.TagsList);
        },
        async write(call, id, _state, add, remove) {
            if (remove.length > 0) {
                await client(call).send(
                    new RemoveTagsCommand({ ResourceId: id, TagsList: remove.map((key) => ({ Key: key })) }),
                );
            }
            if (Object.keys(add).length > 0) {
                await client(call).send(new AddTagsCommand({ ResourceId: id, TagsList: toTagList(add) }));
            }
        },
    },
};

function client(call: Call): CloudTrailClient {
    return call.aws.cloudTrail(call.region);
}

async function setLogging(call: Call, arn: string, enabled: boolean): Promise<void> {
    await doing(`${enabled ? "starting" : "stopping"} CloudTrail Trail (${arn}) logging`, () =>
        client(call).send(enabled ? new StartLoggingCommand({ Name: arn }) : new StopLoggingCommand({ Name: arn })),
    );
}

/** What is false or empty is left to CloudTrail, except the one property that CloudTrail takes for true. */
function requestOf(inputs: Values): Omit<UpdateTrailCommandInput, "Name"> & { S3BucketName: string } {
    const [kmsKeyId, prefix] = [text(inputs["kmsKeyId"]), text(inputs["s3KeyPrefix"])];
    return {
        IncludeGlobalServiceEvents: inputs["includeGlobalServiceEvents"] === true,
        S3BucketName: String(inputs["s3BucketName"]),
        ...(inputs["enableLogFileValidation"] === true && { EnableLogFileValidation: true }),
        ...(inputs["isMultiRegionTrail"] === true && { IsMultiRegionTrail: true }),
        ...(inputs["isOrganizationTrail"] === true && { IsOrganizationTrail: true }),
        ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
        ...(prefix !== undefined && { S3KeyPrefix: prefix }),
    };
}

/** Only what changes, and what is no longer given as what is empty. */
function changesOf(inputs: Values, changed: ReadonlySet<string>): Omit<UpdateTrailCommandInput, "Name"> {
    const words = (value: Value): string => text(value) ?? "";
    const is = (name: string): boolean => inputs[name] === true;
    return {
        ...(changed.has("enableLogFileValidation") && { EnableLogFileValidation: is("enableLogFileValidation") }),
        ...(changed.has("includeGlobalServiceEvents") && {
            IncludeGlobalServiceEvents: is("includeGlobalServiceEvents"),
        }),
        ...(changed.has("isMultiRegionTrail") && { IsMultiRegionTrail: is("isMultiRegionTrail") }),
        ...(changed.has("isOrganizationTrail") && { IsOrganizationTrail: is("isOrganizationTrail") }),
        ...(changed.has("kmsKeyId") && { KmsKeyId: words(inputs["kmsKeyId"]) }),
        ...(changed.has("s3BucketName") && { S3BucketName: words(inputs["s3BucketName"]) }),
        ...(changed.has("s3KeyPrefix") && { S3KeyPrefix: words(inputs["s3KeyPrefix"]) }),
    };
}

function stateOf(found: Trail): Values {
    return {
        arn: found.TrailARN,
        cloudWatchLogsGroupArn: "",
        cloudWatchLogsRoleArn: "",
        enableLogFileValidation: found.LogFileValidationEnabled ?? false,
        homeRegion: found.HomeRegion,
        includeGlobalServiceEvents: found.IncludeGlobalServiceEvents ?? false,
        isMultiRegionTrail: found.IsMultiRegionTrail ?? false,
        isOrganizationTrail: found.IsOrganizationTrail ?? false,
        kmsKeyId: found.KmsKeyId ?? "",
        name: found.Name,
        s3BucketName: found.S3BucketName,
        s3KeyPrefix: found.S3KeyPrefix ?? "",
        snsTopicArn: found.SnsTopicARN ?? "",
        snsTopicName: "",
    };
}
