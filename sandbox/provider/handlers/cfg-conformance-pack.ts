import {
    DeleteConformancePackCommand,
    DescribeConformancePacksCommand,
    DescribeConformancePackStatusCommand,
    PutConformancePackCommand,
} from "@aws-sdk/client-config-service";
import { lengthBetween } from "../check-values.ts";
import type { Call, Failure, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import type { Values } from "../property.ts";
import { string } from "../property.ts";
import { doing, isCode, unlessCode } from "../service-error.ts";
import { retryWhile, waitFor } from "../wait-for.ts";
import { fromParameters, packProperties, packRequest } from "./cfg-pack-properties.ts";

const missing = ["NoSuchConformancePack"];
/** Fixed: the original gives this type no timeouts that a program could set. */
const waitSeconds = 5 * 60;

/**
 * terraform-provider-aws, internal/service/configservice/conformance_pack.go. Creating and updating are the same call and
 * the same wait. Whether a name is taken is not asked: putting an existing pack updates it.
 */
export const cfgConformancePack: Handler = {
    type: "aws:cfg/conformancePack:ConformancePack",
    autoName: { property: "name" },
    properties: { ...packProperties(256), deliveryS3Bucket: string({ check: lengthBetween(1, 63) }) },
    checkAll: hasTemplate,

    async create(call, inputs) {
        const name = String(inputs["name"]);
        await put(call, name, inputs);
        return afterCreation(name, () => waitComplete(call, name));
    },

    async read(call, id) {
        const answer = await doing(`reading ConfigService Conformance Pack (${id})`, () =>
            unlessCode(missing, () =>
                call.aws
                    .configService(call.region)
                    .send(new DescribeConformancePacksCommand({ ConformancePackNames: [id] })),
            ),
        );
        const pack = answer?.ConformancePackDetails?.[0];
        return (
            pack && {
                arn: pack.ConformancePackArn,
                deliveryS3Bucket: pack.DeliveryS3Bucket,
                deliveryS3KeyPrefix: pack.DeliveryS3KeyPrefix,
                inputParameters: fromParameters(pack.ConformancePackInputParameters),
                name: pack.ConformancePackName,
            }
        );
    },

    async update(call, id, inputs) {
        await put(call, id, inputs);
        await waitComplete(call, id);
    },

    async delete(call, id) {
        await doing(`deleting ConfigService Conformance Pack (${id})`, () =>
            unlessCode(missing, () =>
                retryWhile(
                    call,
                    waitSeconds,
                    (error) => isCode(error, "ResourceInUse"),
                    () =>
                        call.aws
                            .configService(call.region)
                            .send(new DeleteConformancePackCommand({ ConformancePackName: id })),
                ),
            ),
        );
        await doing(`waiting for ConfigService Conformance Pack (${id}) delete`, () =>
            waitFor(call, {
                pending: ["DELETE_IN_PROGRESS"],
                target: [],
                seconds: waitSeconds,
                refresh: () => status(call, id),
                reason: (reason) => reason,
            }),
        );
    },
};

async function put(call: Call, name: string, inputs: Values): Promise<void> {
    const command = new PutConformancePackCommand({ ConformancePackName: name, ...packRequest(inputs) });
    await doing(`putting ConfigService Conformance Pack (${name})`, () =>
        call.aws.configService(call.region).send(command),
    );
}

async function waitComplete(call: Call, name: string): Promise<void> {
    await doing(`waiting for ConfigService Conformance Pack (${name}) create`, () =>
        waitFor(call, {
            pending: ["CREATE_IN_PROGRESS"],
            target: ["CREATE_COMPLETE"],
            seconds: waitSeconds,
            refresh: () => status(call, name),
            reason: (reason) => reason,
        }),
    );
}

async function status(call: Call, name: string): Promise<{ value: string; state: string } | undefined> {
    const answer = await unlessCode(missing, () =>
        call.aws
            .configService(call.region)
            .send(new DescribeConformancePackStatusCommand({ ConformancePackNames: [name] })),
    );
    const detail = answer?.ConformancePackStatusDetails?.[0];
    return detail && { value: detail.ConformancePackStatusReason ?? "", state: detail.ConformancePackState ?? "" };
}

function hasTemplate(inputs: Values): Failure[] {
    return inputs["templateBody"] === undefined && inputs["templateS3Uri"] === undefined
        ? [{ property: "templateBody", reason: "one of `template_body,template_s3_uri` must be specified" }]
        : [];
}
