import { DisableRegionCommand, EnableRegionCommand, GetRegionOptStatusCommand } from "@aws-sdk/client-account";
import { matches } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import { text } from "../inputs.ts";
import { boolean, output, string, type Values } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { waitFor } from "../wait-for.ts";

/** Of the original: a region takes minutes to hours. */
const SWITCH_SECONDS = 75 * 60;

/**
 * terraform-provider-aws, internal/service/account/region.go. The identifier is the region, after the account and a comma
 * where an account is given. Deleting it leaves the region as it is.
 */
export const accountRegion: Handler = {
    type: "aws:account/region:Region",
    regional: false,
    timeouts: { create: SWITCH_SECONDS, update: SWITCH_SECONDS },
    properties: {
        accountId: string({ forceNew: true, check: matches(/^\d{12}$/, "to be an AWS account ID of 12 digits") }),
        enabled: boolean({ required: true }),
        optStatus: output,
        regionName: string({ required: true, forceNew: true }),
    },
    unknownAfter: () => ["optStatus"],

    async create(call, inputs) {
        const region = String(inputs["regionName"]);
        const account = text(inputs["accountId"]);
        const id = account === undefined ? region : `${account},${region}`;
        const wait = await turn(call, region, account, inputs["enabled"] === true);
        return afterCreation(id, wait);
    },

    async read(call, id) {
        const { accountId, regionName } = parse(id);
        const found = await doing(`reading Account Region (${id})`, () =>
            unlessCode(["ResourceNotFound"], () => optStatus(call, regionName, accountId)),
        );
        return found === undefined
            ? undefined
            : {
                  ...(accountId !== undefined && { accountId }),
                  regionName,
                  optStatus: found,
                  enabled: found === "ENABLED" || found === "ENABLED_BY_DEFAULT",
              };
    },

    async update(call, id, inputs) {
        const { accountId, regionName } = parse(id);
        const wait = await turn(call, regionName, accountId, inputs["enabled"] === true);
        await wait();
    },

    delete: () => Promise.resolve(),

    importFrom: (importId) => ({ id: importId, state: parse(importId) satisfies Values }),
};

/** Asks for the change; what it returns waits until the region is there or gone. */
async function turn(
    call: Call,
    regionName: string,
    accountId: string | undefined,
    enabled: boolean,
): Promise<() => Promise<unknown>> {
    const input = { RegionName: regionName, ...(accountId !== undefined && { AccountId: accountId }) };
    const [what, pending, target] = enabled
        ? ["enabling", "ENABLING", "ENABLED"]
        : ["disabling", "DISABLING", "DISABLED"];
    const client = call.aws.account(call.region);
    await doing(`${what} Account Region (${regionName})`, async () => {
        await (enabled ? client.send(new EnableRegionCommand(input)) : client.send(new DisableRegionCommand(input)));
    });
    return () =>
        doing(`waiting for Account Region (${regionName}) ${target.toLowerCase()}`, () =>
            waitFor(call, {
                pending: [pending],
                target: [target],
                refresh: async () => {
                    const state = await optStatus(call, regionName, accountId);
                    return { value: state, state };
                },
            }),
        );
}

async function optStatus(call: Call, regionName: string, accountId: string | undefined): Promise<string> {
    const answer = await call.aws.account(call.region).send(
        new GetRegionOptStatusCommand({
            RegionName: regionName,
            ...(accountId !== undefined && { AccountId: accountId }),
        }),
    );
    return answer.RegionOptStatus ?? "";
}

function parse(id: string): { accountId?: string; regionName: string } {
    const [first = "", second] = id.split(",");
    return second === undefined ? { regionName: first } : { accountId: first, regionName: second };
}
