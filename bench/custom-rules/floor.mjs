/** The least that a function of a rule can do: hand over one evaluation, with no rule, no checks and no retries of its own. */
import { ConfigServiceClient, PutEvaluationsCommand } from "@aws-sdk/client-config-service";

const client = new ConfigServiceClient({});

export async function handler({ invokingEvent, resultToken }) {
    const { configurationItem: item } = JSON.parse(invokingEvent);
    await client.send(
        new PutEvaluationsCommand({
            ResultToken: resultToken,
            Evaluations: [
                {
                    ComplianceResourceType: item.resourceType,
                    ComplianceResourceId: item.resourceId,
                    ComplianceType: "COMPLIANT",
                    OrderingTimestamp: new Date(item.configurationItemCaptureTime),
                },
            ],
        }),
    );
}
