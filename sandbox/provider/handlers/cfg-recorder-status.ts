import {
    DescribeConfigurationRecorderStatusCommand,
    StartConfigurationRecorderCommand,
    StopConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import type { Call, Handler } from "../handler.ts";
import { boolean, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";

const missing = ["NoSuchConfigurationRecorder"];

/**
 * terraform-provider-aws, internal/service/configservice/configuration_recorder_status.go. It starts and stops a recorder
 * that exists; deleting it stops the recorder.
 */
export const cfgRecorderStatus: Handler = {
    type: "aws:cfg/recorderStatus:RecorderStatus",
    autoName: { property: "name" },
    properties: {
        isEnabled: boolean({ required: true }),
        name: string({ required: true }),
    },

    async create(call, inputs) {
        const name = String(inputs["name"]);
        // From nothing to false is no change for the original, which then calls nothing.
        if (inputs["isEnabled"] === true) {
            await setRecording(call, name, true);
        }
        return name;
    },

    async read(call, id) {
        const answer = await doing(`reading ConfigService Configuration Recorder Status (${id})`, () =>
            unlessCode(missing, () =>
                call.aws
                    .configService(call.region)
                    .send(new DescribeConfigurationRecorderStatusCommand({ ConfigurationRecorderNames: [id] })),
            ),
        );
        const status = answer?.ConfigurationRecordersStatus?.[0];
        return status && { isEnabled: status.recording ?? false, name: id };
    },

    async update(call, _id, inputs, _old, changed) {
        if (changed.has("isEnabled")) {
            await setRecording(call, String(inputs["name"]), inputs["isEnabled"] === true);
        }
    },

    async delete(call, id) {
        const command = new StopConfigurationRecorderCommand({ ConfigurationRecorderName: id });
        await doing(`stopping ConfigService Configuration Recorder (${id})`, () =>
            unlessCode(missing, () => call.aws.configService(call.region).send(command)),
        );
    },
};

async function setRecording(call: Call, name: string, recording: boolean): Promise<void> {
    await doing(`${recording ? "starting" : "stopping"} ConfigService Configuration Recorder (${name})`, async () => {
        const client = call.aws.configService(call.region);
        await (recording
            ? client.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: name }))
            : client.send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName: name })));
    });
}
