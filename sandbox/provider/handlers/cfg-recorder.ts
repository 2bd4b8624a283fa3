import type {
    ConfigurationRecorder,
    RecordingFrequency,
    RecordingGroup,
    RecordingMode,
    RecordingStrategyType,
    ResourceType,
} from "@aws-sdk/client-config-service";
import {
    DeleteConfigurationRecorderCommand,
    DescribeConfigurationRecordersCommand,
    PutConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import { isArn, lengthBetween, oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { group, groups, strings, text, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { boolean, list, object, set, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";

const missing = ["NoSuchConfigurationRecorder"];
const frequency = oneOf("CONTINUOUS", "DAILY");
const strategies = ["ALL_SUPPORTED_RESOURCE_TYPES", "INCLUSION_BY_RESOURCE_TYPES", "EXCLUSION_BY_RESOURCE_TYPES"];

/** terraform-provider-aws, internal/service/configservice/configuration_recorder.go. Making it does not start it. */
export const cfgRecorder: Handler = {
    type: "aws:cfg/recorder:Recorder",
    autoName: { property: "name" },
    properties: {
        name: string({ forceNew: true, check: lengthBetween(0, 256) }),
        roleArn: string({ required: true, check: isArn }),
        recordingGroup: object(
            {
                allSupported: boolean({ default: true }),
                exclusionByResourceTypes: list(object({ resourceTypes: set(string()) })),
                includeGlobalResourceTypes: boolean(),
                recordingStrategies: list(object({ useOnly: string({ check: oneOf(...strategies) }) }), {
                    computed: true,
                }),
                resourceTypes: set(string()),
            },
            { computed: true },
        ),
        recordingMode: object(
            {
                recordingFrequency: string({ default: "CONTINUOUS", check: frequency }),
                recordingModeOverride: object({
                    description: string(),
                    recordingFrequency: string({ required: true, check: frequency }),
                    resourceTypes: set(string(), { required: true }),
                }),
            },
            { computed: true },
        ),
    },

    async create(call, inputs) {
        await put(call, inputs);
        return String(inputs["name"]);
    },

    async read(call, id) {
        const answer = await doing(`reading ConfigService Configuration Recorder (${id})`, () =>
            unlessCode(missing, () =>
                call.aws
                    .configService(call.region)
                    .send(new DescribeConfigurationRecordersCommand({ ConfigurationRecorderNames: [id] })),
            ),
        );
        const recorder = answer?.ConfigurationRecorders?.[0];
        return recorder && fromRecorder(recorder);
    },

    async update(call, _id, inputs) {
        await put(call, inputs);
    },

    async delete(call, id) {
        await doing(`deleting ConfigService Configuration Recorder (${id})`, () =>
            unlessCode(missing, () =>
                call.aws
                    .configService(call.region)
                    .send(new DeleteConfigurationRecorderCommand({ ConfigurationRecorderName: id })),
            ),
        );
    },
};

async function put(call: Call, inputs: Values): Promise<void> {
    const name = String(inputs["name"]);
    const command = new PutConfigurationRecorderCommand({
        ConfigurationRecorder: {
            name,
            roleARN: String(inputs["roleArn"]),
            recordingGroup: toGroup(group(inputs["recordingGroup"])),
            recordingMode: toMode(group(inputs["recordingMode"])),
        },
    });
    await doing(`putting ConfigService Configuration Recorder (${name})`, () =>
        call.aws.configService(call.region).send(command),
    );
}

function toGroup(recording: Values | undefined): RecordingGroup | undefined {
    const [exclusion] = groups(recording?.["exclusionByResourceTypes"]);
    const [strategy] = groups(recording?.["recordingStrategies"]);
    return (
        recording && {
            allSupported: recording["allSupported"] === true,
            includeGlobalResourceTypes: recording["includeGlobalResourceTypes"] === true ? true : undefined,
            resourceTypes: resourceTypes(recording["resourceTypes"]),
            exclusionByResourceTypes: exclusion && { resourceTypes: resourceTypes(exclusion["resourceTypes"]) },
            recordingStrategy: strategy && { useOnly: word<RecordingStrategyType>(strategy["useOnly"]) },
        }
    );
}

function toMode(mode: Values | undefined): RecordingMode | undefined {
    const override = group(mode?.["recordingModeOverride"]);
    return (
        mode && {
            recordingFrequency: word<RecordingFrequency>(mode["recordingFrequency"]),
            recordingModeOverrides: override && [
                {
                    description: text(override["description"]),
                    recordingFrequency: word<RecordingFrequency>(override["recordingFrequency"]),
                    resourceTypes: resourceTypes(override["resourceTypes"]),
                },
            ],
        }
    );
}

const resourceTypes = (value: Values[string]): ResourceType[] | undefined =>
    strings(value) as ResourceType[] | undefined;

function fromRecorder({ name, roleARN, recordingGroup, recordingMode }: ConfigurationRecorder): Values {
    const excluded = recordingGroup?.exclusionByResourceTypes?.resourceTypes;
    const strategy = recordingGroup?.recordingStrategy?.useOnly;
    const override = recordingMode?.recordingModeOverrides?.[0];
    return {
        name,
        roleArn: roleARN,
        recordingGroup: recordingGroup && {
            allSupported: recordingGroup.allSupported ?? false,
            includeGlobalResourceTypes: recordingGroup.includeGlobalResourceTypes ?? false,
            resourceTypes: recordingGroup.resourceTypes ?? [],
            exclusionByResourceTypes:
                excluded === undefined || excluded.length === 0 ? [] : [{ resourceTypes: excluded }],
            recordingStrategies: strategy === undefined ? [] : [{ useOnly: strategy }],
        },
        recordingMode: recordingMode && {
            recordingFrequency: recordingMode.recordingFrequency,
            recordingModeOverride: override && {
                description: override.description,
                recordingFrequency: override.recordingFrequency,
                resourceTypes: override.resourceTypes,
            },
        },
    };
}
