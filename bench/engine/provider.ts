/** A resource provider that answers at once: what is measured is the engine and the program, and no service. */
import type { Call, Handler } from "../../sandbox/provider/handler.ts";
import { handlers } from "../../sandbox/provider/handlers/handlers.ts";
import type { Values } from "../../sandbox/provider/property.ts";
import { Provider } from "../../sandbox/provider/provider.ts";
import { serveProvider } from "../../sandbox/provider/server.ts";

const ACCOUNT = "123456789012";

/** What the program asks before it registers anything, with the answers of an account where nothing is. */
const ANSWERS: Readonly<Record<string, Values>> = {
    "aws:index/getCallerIdentity:getCallerIdentity": {
        accountId: ACCOUNT,
        arn: `arn:aws:iam::${ACCOUNT}:root`,
        userId: ACCOUNT,
    },
    "aws:resourcegroupstaggingapi/getResources:getResources": { resourceTagMappingLists: [] },
};

export interface AtOnce {
    /** On the loopback interface. */
    readonly port: number;
    /** What was asked, in turn. */
    readonly asked: { readonly token: string; readonly args: Values }[];
    readonly close: () => void;
}

/** Checks and compares as the sandbox's stand-in does; nothing is made. It is served until it is closed. */
export async function serveAtOnce(): Promise<AtOnce> {
    const asked: AtOnce["asked"] = [];
    const invokes = Object.entries(ANSWERS).map(([token, answer]) => ({
        token,
        run: (_call: Call, args: Values) => {
            asked.push({ token, args });
            return Promise.resolve(answer);
        },
    }));
    const provider = new Provider(new URL("http://127.0.0.1:1"), handlers.map(atOnce), invokes);
    return { ...(await serveProvider(provider)), asked };
}

function atOnce(handler: Handler): Handler {
    const { type, properties } = handler;
    const filledIn = Object.entries(properties).filter(([, { kind, outputOnly }]) => kind === "string" && outputOnly);
    let made = 0;
    const { tagging, ...rest } = handler;
    return {
        ...rest,
        ...(tagging && {
            tagging: {
                read: ({ tags }) => Promise.resolve(tags),
                write: () => Promise.resolve(),
            },
        }),
        create: () => Promise.resolve(`${type.split(":").at(-1) ?? ""}-${String((made += 1))}`),
        read: (_call, id) =>
            Promise.resolve(Object.fromEntries(filledIn.map(([name]) => [name, `arn:aws:made:::${id}`]))),
        update: () => Promise.resolve(),
        delete: () => Promise.resolve(),
    };
}
