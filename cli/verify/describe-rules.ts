/** Asks AWS Config what rules are, by their names. */
import {
    type ConfigRule,
    type ConfigServiceClient,
    NoSuchConfigRuleException,
    paginateDescribeConfigRules,
} from "@aws-sdk/client-config-service";
import type { DeployedRule } from "../../lib/verify/answers.ts";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigRules.html */
const NAMES_PER_CALL = 25;

/** @returns by name; a rule that is not there is absent */
export async function describeRules(
    client: ConfigServiceClient,
    names: readonly string[],
): Promise<Record<string, DeployedRule>> {
    const found: [string, DeployedRule][] = [];
    for (let start = 0; start < names.length; start += NAMES_PER_CALL) {
        found.push(...(await describe(client, names.slice(start, start + NAMES_PER_CALL))));
    }
    return Object.fromEntries(found);
}

/** AWS refuses the whole question where one name is unknown: then each is asked for alone. */
async function describe(client: ConfigServiceClient, names: readonly string[]): Promise<[string, DeployedRule][]> {
    const found: [string, DeployedRule][] = [];
    try {
        for await (const page of paginateDescribeConfigRules({ client }, { ConfigRuleNames: [...names] })) {
            found.push(...(page.ConfigRules ?? []).map((rule): [string, DeployedRule] => [nameOf(rule), read(rule)]));
        }
        return found;
    } catch (reason) {
        if (!(reason instanceof NoSuchConfigRuleException)) {
            throw reason;
        }
    }
    if (names.length === 1) {
        return [];
    }
    const alone: [string, DeployedRule][] = [];
    for (const name of names) {
        alone.push(...(await describe(client, [name])));
    }
    return alone;
}

function nameOf({ ConfigRuleName: name = "" }: ConfigRule): string {
    return name;
}

function read({ Source, InputParameters, MaximumExecutionFrequency, Scope }: ConfigRule): DeployedRule {
    return {
        ...texts({
            owner: Source?.Owner,
            sourceIdentifier: Source?.SourceIdentifier,
            inputParameters: InputParameters,
            frequency: MaximumExecutionFrequency,
        }),
        ...(Scope !== undefined && {
            scope: {
                resourceTypes: Scope.ComplianceResourceTypes ?? [],
                ...texts({ resourceId: Scope.ComplianceResourceId, tagKey: Scope.TagKey, tagValue: Scope.TagValue }),
            },
        }),
    };
}

/** Without what is absent or empty. */
function texts<Key extends string>(values: Readonly<Record<Key, string | undefined>>): { [Name in Key]?: string } {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== "")) as {
        [Name in Key]?: string;
    };
}
