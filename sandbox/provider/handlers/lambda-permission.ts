import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { randomUUID } from "node:crypto";
import { all, isAccountId, isArn, lengthBetween, matches } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { group, groups, text, word } from "../inputs.ts";
import type { Value, Values } from "../property.ts";
import { isValues, string } from "../property.ts";
import { doing, isCode, unlessCode } from "../service-error.ts";
import { retryWhile } from "../wait-for.ts";

const isFunction = matches(/^[\w:$-]{1,170}$/, "to be a function's name or ARN");

/** terraform-provider-aws, internal/service/lambda/permission.go: one statement of a function's policy, never changed. */
export const lambdaPermission: Handler = {
    type: "aws:lambda/permission:Permission",
    notImplemented: ["functionUrlAuthType", "invokedViaFunctionUrl", "statementIdPrefix"],
    properties: {
        action: string({
            required: true,
            forceNew: true,
            check: matches(/^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/, "to be an action of Lambda"),
        }),
        eventSourceToken: string({ forceNew: true, check: lengthBetween(0, 256) }),
        function: string({ required: true, forceNew: true, check: isFunction }),
        principal: string({ required: true, forceNew: true }),
        principalOrgId: string({ forceNew: true, check: matches(/^o-[a-z0-9]{10,32}$/, "to be an organization's ID") }),
        qualifier: string({ forceNew: true }),
        sourceAccount: string({ forceNew: true, check: isAccountId }),
        sourceArn: string({ forceNew: true, check: isArn }),
        statementId: string({
            computed: true,
            forceNew: true,
            check: all(lengthBetween(1, 100), matches(/^[\w-]+$/, "to be the ID of a statement")),
        }),
    },

    async create(call, inputs) {
        const name = String(inputs["function"]);
        const statementId = text(inputs["statementId"]) ?? `terraform-${randomUUID()}`;
        // No later call learns it, so it goes into the inputs that become the state.
        inputs["statementId"] = statementId;
        const command = new AddPermissionCommand({
            FunctionName: name,
            Qualifier: text(inputs["qualifier"]),
            StatementId: statementId,
            Action: String(inputs["action"]),
            Principal: String(inputs["principal"]),
            EventSourceToken: text(inputs["eventSourceToken"]),
            PrincipalOrgID: word(inputs["principalOrgId"]),
            SourceAccount: text(inputs["sourceAccount"]),
            SourceArn: text(inputs["sourceArn"]),
        });
        await doing(`adding Lambda Permission (${name}/${statementId})`, () =>
            // Others may be changing the same policy.
            retryWhile(
                call,
                60,
                (error) =>
                    isCode(error, "ResourceConflict", "ResourceNotFound") && !/already exists/.test(String(error)),
                () => call.aws.lambda(call.region).send(command),
            ),
        );
        return statementId;
    },

    async read(call, id, state) {
        const statement = await doing(`reading Lambda Permission (${id})`, () => find(call, id, state));
        return statement && { ...fromStatement(statement), function: state["function"], statementId: id };
    },

    async delete(call, id, state) {
        const command = new RemovePermissionCommand({
            FunctionName: String(state["function"]),
            StatementId: id,
            Qualifier: text(state["qualifier"]),
        });
        await doing(`removing Lambda Permission (${String(state["function"])}/${id})`, () =>
            unlessCode(["ResourceNotFound"], () => call.aws.lambda(call.region).send(command)),
        );
    },

    importFrom(importId) {
        const [place = "", id] = splitLast(importId, "/");
        if (id === undefined || id === "") {
            throw new Error(
                `unexpected format of ID (${importId}), expected FUNCTION_NAME/STATEMENT_ID or FUNCTION_NAME:QUALIFIER/STATEMENT_ID`,
            );
        }
        const [name = "", qualifier] = place.startsWith("arn:") ? [place] : place.split(":");
        return { id, state: { function: name, ...(qualifier !== undefined && { qualifier }) } };
    },
};

async function find(call: Call, id: string, state: Values): Promise<Values | undefined> {
    const answer = await unlessCode(["ResourceNotFound"], () =>
        call.aws
            .lambda(call.region)
            .send(
                new GetPolicyCommand({ FunctionName: String(state["function"]), Qualifier: text(state["qualifier"]) }),
            ),
    );
    const policy: unknown = JSON.parse(answer?.Policy ?? "{}");
    return groups(isValues(policy) ? policy["Statement"] : undefined).find((one) => one["Sid"] === id);
}

function fromStatement(statement: Values): Values {
    const conditions = Object.values(group(statement["Condition"]) ?? {}).flatMap((one) =>
        Object.entries(group(one) ?? {}),
    );
    const condition = (key: string): Value => conditions.find(([name]) => name.toLowerCase() === key)?.[1];
    const principal = statement["Principal"];
    return {
        action: statement["Action"],
        eventSourceToken: condition("lambda:eventsourcetoken"),
        principal: isValues(principal) ? (principal["Service"] ?? principal["AWS"]) : principal,
        principalOrgId: condition("aws:principalorgid"),
        sourceAccount: condition("aws:sourceaccount"),
        sourceArn: condition("aws:sourcearn"),
    };
}

function splitLast(value: string, separator: string): [string, string?] {
    const index = value.lastIndexOf(separator);
    return index < 0 ? [value] : [value.slice(0, index), value.slice(index + 1)];
}
