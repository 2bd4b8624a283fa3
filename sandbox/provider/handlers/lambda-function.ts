import type { FunctionConfiguration, GetFunctionResponse, Runtime } from "@aws-sdk/client-lambda";
import {
    CreateFunctionCommand,
    DeleteFunctionCommand,
    GetFunctionCommand,
    UpdateFunctionCodeCommand,
    UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { contentOf, sameContent } from "../asset-content.ts";
import { all, between, isArn, lengthBetween, matches, oneOf } from "../check-values.ts";
import type { Call, Failure, Handler } from "../handler.ts";
import { group, numeric, strings, text, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { asset, boolean, list, map, number, object, output, string } from "../property.ts";
import { doing, isCode, unlessCode } from "../service-error.ts";
import { tagsOf } from "../tags.ts";
import { retryWhile, waitFor } from "../wait-for.ts";
import { lambdaTagging } from "./lambda-tagging.ts";

/** A change of one of these uploads the code anew (needsFunctionCodeUpdate). */
const codeProperties: readonly string[] = [
    "architectures",
    "code",
    "s3Bucket",
    "s3Key",
    "s3ObjectVersion",
    "sourceCodeHash",
];

/** A change of one of these is a change of the configuration (needsFunctionConfigUpdate). */
const configurationProperties: readonly string[] = [
    "deadLetterConfig",
    "description",
    "environment",
    "handler",
    "kmsKeyArn",
    "loggingConfig",
    "memorySize",
    "role",
    "runtime",
    "timeout",
    "tracingConfig",
];

/**
 * terraform-provider-aws, internal/service/lambda/function.go, for functions that are zip files and of one version. A
 * bridged `filename` is an archive. Code that is uploaded is never read back but for its hash.
 */
export const lambdaFunction: Handler = {
    type: "aws:lambda/function:Function",
    autoName: { property: "name", maxLength: 64 },
    notImplemented: [
        "capacityProviderConfig",
        "codeSigningConfigArn",
        "durableConfig",
        "ephemeralStorage",
        "fileSystemConfig",
        "imageConfig",
        "imageUri",
        "layers",
        "publish",
        "publishTo",
        "replaceSecurityGroupsOnDestroy",
        "replacementSecurityGroupIds",
        "reservedConcurrentExecutions",
        "skipDestroy",
        "snapStart",
        "sourceKmsKeyArn",
        "tenancyConfig",
        "useResourceTimeoutForPropagation",
        "vpcConfig",
    ],
    timeouts: { create: 600, update: 600, delete: 600 },
    properties: {
        architectures: list(string({ check: oneOf("x86_64", "arm64") }), { computed: true }),
        code: asset({ same: sameContent, conflictsWith: ["s3Bucket"] }),
        deadLetterConfig: object({ targetArn: string({ required: true, check: isArn }) }),
        description: string({ check: lengthBetween(0, 256) }),
        environment: object({ variables: map() }),
        handler: string({ check: lengthBetween(1, 128) }),
        kmsKeyArn: string({ check: isArn }),
        loggingConfig: object(
            {
                applicationLogLevel: string(),
                logFormat: string({ required: true, check: oneOf("JSON", "Text") }),
                logGroup: string({ computed: true }),
                systemLogLevel: string(),
            },
            { computed: true },
        ),
        memorySize: number({ default: 128, check: between(128, 32_768) }),
        name: string({
            computed: true,
            forceNew: true,
            check: all(lengthBetween(1, 140), matches(/^[\w:-]+$/, "to be the name of a function")),
        }),
        packageType: string({ default: "Zip", forceNew: true, check: oneOf("Zip") }),
        publish: boolean({ default: false }),
        reservedConcurrentExecutions: number({ default: -1 }),
        role: string({ required: true, check: isArn }),
        runtime: string({ check: matches(/^[a-z0-9.]+$/, "to be a runtime") }),
        s3Bucket: string({ conflictsWith: ["code"] }),
        s3Key: string({ conflictsWith: ["code"] }),
        s3ObjectVersion: string({ conflictsWith: ["code"] }),
        skipDestroy: boolean({ default: false }),
        sourceCodeHash: string({ computed: true }),
        timeout: number({ default: 3, check: between(1, 900) }),
        tracingConfig: object(
            { mode: string({ required: true, check: oneOf("Active", "PassThrough") }) },
            { computed: true },
        ),
        arn: output,
        invokeArn: output,
        lastModified: output,
        qualifiedArn: output,
        qualifiedInvokeArn: output,
        signingJobArn: output,
        signingProfileVersionArn: output,
        sourceCodeSize: number({ computed: true, outputOnly: true }),
        version: output,
    },
    checkAll: checkFunction,
    unknownAfter: (changed) =>
        changed.some((name) => codeProperties.includes(name))
            ? ["lastModified", "sourceCodeHash", "sourceCodeSize"]
            : ["lastModified"],

    async create(call, inputs) {
        const name = String(inputs["name"]);
        const command = new CreateFunctionCommand({
            FunctionName: name,
            ...configurationOf(inputs),
            Role: String(inputs["role"]),
            Architectures: strings(inputs["architectures"]) as never,
            Code: await codeOf(inputs),
            PackageType: "Zip",
            Tags: call.tags,
        });
        await doing(`creating Lambda Function (${name})`, () =>
            retried(call, () => call.aws.lambda(call.region).send(command)),
        );
        await settled(call, name, "create");
        return name;
    },

    async read(call, id, state) {
        const found = await doing(`reading Lambda Function (${id})`, () => find(call, id));
        return found?.Configuration && { ...stateOf(found.Configuration, call.region), name: nameKept(state, id) };
    },

    async update(call, id, inputs, _old, changed) {
        const client = call.aws.lambda(call.region);
        if (configurationProperties.some((name) => changed.has(name))) {
            const command = new UpdateFunctionConfigurationCommand({
                FunctionName: id,
                ...configurationOf(inputs),
                // What is gone from the program is set to nothing.
                DeadLetterConfig: { TargetArn: text(group(inputs["deadLetterConfig"])?.["targetArn"]) ?? "" },
                Description: text(inputs["description"]) ?? "",
                Environment: { Variables: variablesOf(inputs) },
                Role: String(inputs["role"]),
            });
            await doing(`updating Lambda Function (${id}) configuration`, () =>
                retried(call, () => client.send(command)),
            );
            await settled(call, id, "configuration update");
        }
        if (codeProperties.some((name) => changed.has(name))) {
            const command = new UpdateFunctionCodeCommand({
                FunctionName: id,
                Architectures: strings(inputs["architectures"]) as never,
                ...(await codeOf(inputs)),
            });
            await doing(`updating Lambda Function (${id}) code`, () => client.send(command));
            await settled(call, id, "code update");
        }
    },

    async delete(call, id) {
        await doing(`deleting Lambda Function (${id})`, () =>
            unlessCode(["ResourceNotFound"], () =>
                call.aws.lambda(call.region).send(new DeleteFunctionCommand({ FunctionName: id })),
            ),
        );
    },

    tagging: lambdaTagging,
};

function checkFunction(inputs: Values): Failure[] {
    const failures: Failure[] = [];
    for (const name of ["handler", "runtime"].filter((one) => inputs[one] === undefined)) {
        failures.push({ property: name, reason: `"${name}" must be set when PackageType is Zip` });
    }
    return failures;
}

function configurationOf(inputs: Values) {
    const logging = group(inputs["loggingConfig"]);
    const tracing = group(inputs["tracingConfig"]);
    const deadLetters = text(group(inputs["deadLetterConfig"])?.["targetArn"]);
    const variables = variablesOf(inputs);
    return {
        DeadLetterConfig: deadLetters === undefined ? undefined : { TargetArn: deadLetters },
        Description: text(inputs["description"]),
        Environment: Object.keys(variables).length === 0 ? undefined : { Variables: variables },
        Handler: text(inputs["handler"]),
        KMSKeyArn: text(inputs["kmsKeyArn"]),
        LoggingConfig: logging && {
            ApplicationLogLevel: word<"INFO">(logging["applicationLogLevel"]),
            LogFormat: word<"JSON" | "Text">(logging["logFormat"]),
            LogGroup: text(logging["logGroup"]),
            SystemLogLevel: word<"INFO">(logging["systemLogLevel"]),
        },
        MemorySize: numeric(inputs["memorySize"]),
        Runtime: word<Runtime>(inputs["runtime"]),
        Timeout: numeric(inputs["timeout"]),
        TracingConfig: tracing && { Mode: word<"Active" | "PassThrough">(tracing["mode"]) },
    };
}

function variablesOf(inputs: Values): Record<string, string> {
    return tagsOf(group(inputs["environment"])?.["variables"]);
}

async function codeOf(inputs: Values) {
    const bucket = text(inputs["s3Bucket"]);
    if (bucket === undefined && inputs["code"] === undefined) {
        // Not when inputs are checked, since an import cannot see the code.
        throw new Error("one of `code,s3Bucket` must be specified");
    }
    return bucket === undefined
        ? { ZipFile: await contentOf(inputs["code"]) }
        : { S3Bucket: bucket, S3Key: text(inputs["s3Key"]), S3ObjectVersion: text(inputs["s3ObjectVersion"]) };
}

function stateOf(found: FunctionConfiguration, region: string): Values {
    const arn = found.FunctionArn ?? "";
    const qualified = `${arn}:$LATEST`;
    const invoke = (one: string): string =>
        `arn:${arn.split(":")[1]}:apigateway:${region}:lambda:path/2015-03-31/functions/${one}/invocations`;
    const deadLetters = text(found.DeadLetterConfig?.TargetArn);
    const variables = found.Environment?.Variables ?? {};
    return {
        architectures: found.Architectures,
        arn,
        deadLetterConfig: deadLetters === undefined ? undefined : { targetArn: deadLetters },
        description: text(found.Description),
        environment: Object.keys(variables).length === 0 ? undefined : { variables },
        handler: found.Handler,
        invokeArn: invoke(arn),
        kmsKeyArn: text(found.KMSKeyArn),
        lastModified: found.LastModified,
        loggingConfig: {
            applicationLogLevel: text(found.LoggingConfig?.ApplicationLogLevel),
            logFormat: found.LoggingConfig?.LogFormat ?? "Text",
            logGroup: found.LoggingConfig?.LogGroup ?? `/aws/lambda/${found.FunctionName}`,
            systemLogLevel: text(found.LoggingConfig?.SystemLogLevel),
        },
        memorySize: found.MemorySize,
        packageType: found.PackageType ?? "Zip",
        qualifiedArn: qualified,
        qualifiedInvokeArn: invoke(qualified),
        role: found.Role,
        runtime: found.Runtime,
        sourceCodeHash: found.CodeSha256,
        sourceCodeSize: found.CodeSize,
        timeout: found.Timeout,
        tracingConfig: { mode: found.TracingConfig?.Mode ?? "PassThrough" },
        version: found.Version,
    };
}

/** A function may be imported by its ARN, and keeps its name. */
function nameKept(state: Values, id: string): string {
    return text(state["name"]) ?? id.split(":").at(-1) ?? id;
}

async function find(call: Call, name: string): Promise<GetFunctionResponse | undefined> {
    return unlessCode(["ResourceNotFound"], () =>
        call.aws.lambda(call.region).send(new GetFunctionCommand({ FunctionName: name })),
    );
}

/** A role that is new may not be known to Lambda yet, and neither may what it is allowed to do. */
async function retried<T>(call: Call, work: () => Promise<T>): Promise<T> {
    const heals = (error: unknown): boolean =>
        isCode(error, "ResourceConflict") ||
        (isCode(error, "InvalidParameterValue") &&
            /cannot be assumed|does not have permissions|execution role/.test(String(error)));
    return retryWhile(call, 120, heals, work);
}

async function settled(call: Call, name: string, what: string): Promise<void> {
    await doing(`waiting for Lambda Function (${name}) ${what}`, () =>
        waitFor(call, {
            pending: ["Pending", "InProgress"],
            target: ["Active", "Successful"],
            refresh: async () => {
                const found = (await find(call, name))?.Configuration;
                const state =
                    what === "create" ? (found?.State ?? "Active") : (found?.LastUpdateStatus ?? "Successful");
                return found && { value: found, state };
            },
            reason: (found) => found.StateReason ?? found.LastUpdateStatusReason ?? "",
        }),
    );
}
