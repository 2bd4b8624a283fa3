/** What a rule is handed beside its parameters. */
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import type { Context } from "../rule.ts";
import type { Clients } from "./clients.ts";
import type { Invocation } from "./event.ts";
import { recordedResources } from "./recorded-resources.ts";

export function contextOf({ accountId, ruleName, time }: Invocation, functionArn: string, clients: Clients): Context {
    const [, partition = "aws", , region = ""] = functionArn.split(":");
    return {
        accountId,
        region,
        partition,
        ruleName,
        time,
        client: (type, elsewhere) => clients.get(type, elsewhere),
        resources: (...types) => recordedResources(clients.get(ConfigServiceClient), types),
    };
}
