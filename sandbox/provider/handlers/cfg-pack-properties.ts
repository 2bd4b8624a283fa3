import type { ConformancePackInputParameter } from "@aws-sdk/client-config-service";
import { all, atMost, lengthBetween, matches } from "../check-values.ts";
import { checkTemplateBody, sameTemplateBody } from "../equivalence/template-body.ts";
import { groups, text } from "../inputs.ts";
import type { Properties, Value, Values } from "../property.ts";
import { object, output, set, string } from "../property.ts";

/** What account packs and organization packs have in common. Template bodies and addresses are never read back. */
export function packProperties(nameLength: number): Properties {
    return {
        deliveryS3KeyPrefix: string({ check: lengthBetween(1, 1024) }),
        inputParameters: set(
            object({ parameterName: string({ required: true }), parameterValue: string({ required: true }) }),
            { check: atMost(60) },
        ),
        name: string({
            required: true,
            forceNew: true,
            check: all(
                lengthBetween(1, nameLength),
                matches(/^[A-Za-z]/, "to begin with alphabetic character"),
                matches(/^[0-9A-Za-z-]+$/, "to contain only alphanumeric and hyphen characters"),
            ),
        }),
        templateBody: string({ same: sameTemplateBody, check: checkTemplateBody }),
        templateS3Uri: string({ check: all(lengthBetween(1, 1024), matches(/^s3:\/\//, "to begin with s3://")) }),
        arn: output,
    };
}

/** The part of a request that both kinds of pack share. */
export function packRequest(inputs: Values) {
    return {
        DeliveryS3Bucket: text(inputs["deliveryS3Bucket"]),
        DeliveryS3KeyPrefix: text(inputs["deliveryS3KeyPrefix"]),
        ConformancePackInputParameters: toParameters(inputs["inputParameters"]),
        TemplateBody: text(inputs["templateBody"]),
        TemplateS3Uri: text(inputs["templateS3Uri"]),
    };
}

function toParameters(value: Value): ConformancePackInputParameter[] | undefined {
    const parameters = groups(value).map((one) => ({
        ParameterName: String(one["parameterName"]),
        ParameterValue: String(one["parameterValue"]),
    }));
    return parameters.length === 0 ? undefined : parameters;
}

export function fromParameters(parameters: readonly ConformancePackInputParameter[] | undefined): Values[] | undefined {
    return parameters === undefined || parameters.length === 0
        ? undefined
        : parameters.map((one) => ({ parameterName: one.ParameterName, parameterValue: one.ParameterValue }));
}
