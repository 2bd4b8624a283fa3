/** Which ports a managed rule on security groups keeps closed, as far as its values say it. */
import { scalarText } from "../pack/template.ts";
import { isObject, type TemplateValue } from "../pack/template-value.ts";
import type { CoverageRule } from "./pack-rules.ts";

/** What AWS Config takes where the rule is given no ports, by the pages of the rules. */
const PORTS_BY_DEFAULT = "22,3389";

/**
 * Whether a rule finds a TCP port that is open to everyone. False where its values are not known.
 *
 * https://docs.aws.amazon.com/config/latest/developerguide/vpc-sg-port-restriction-check.html
 * https://docs.aws.amazon.com/config/latest/developerguide/restricted-common-ports.html
 * https://docs.aws.amazon.com/config/latest/developerguide/vpc-sg-open-only-to-authorized-ports.html
 */
export function closedPorts(rule: CoverageRule): (port: number) => boolean {
    const inputs = isObject(rule.inputs) ? rule.inputs : {};
    switch (rule.source) {
        case "INCOMING_SSH_DISABLED":
            return (port) => port === 22;
        case "VPC_SG_PORT_RESTRICTION_CHECK":
            return holds(inputs["restrictPorts"] ?? PORTS_BY_DEFAULT);
        case "RESTRICTED_INCOMING_TRAFFIC":
            return holds(
                Object.values(inputs)
                    .map((value) => scalarText(value) ?? "")
                    .join(","),
            );
        case "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS": {
            const open = holds(inputs["authorizedTcpPorts"]);
            return (port) => scalarText(inputs["authorizedTcpPorts"]) !== undefined && !open(port);
        }
        default:
            return () => false;
    }
}

/** `22, 8000-8080` */
function holds(list: TemplateValue | undefined): (port: number) => boolean {
    const ranges = (scalarText(list) ?? "").split(",").flatMap((item) => {
        const match = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(item);
        return match === null ? [] : [{ from: Number(match[1]), to: Number(match[2] ?? match[1]) }];
    });
    return (port) => ranges.some(({ from, to }) => from <= port && port <= to);
}
