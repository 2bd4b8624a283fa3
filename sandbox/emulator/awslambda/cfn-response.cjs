/* global exports, fetch */
// Stands for the module of this name that CloudFormation adds to inline code; the address may be of plain HTTP here.
// (cfn-lambda-function-code-cfnresponsemodule.html of the template reference)
exports.SUCCESS = "SUCCESS";
exports.FAILED = "FAILED";

exports.send = async function send(event, context, status, data, physicalResourceId, noEcho) {
    const answer = {
        Status: status,
        Reason: `See the details in CloudWatch Log Stream: ${context.logStreamName ?? context.awsRequestId}`,
        PhysicalResourceId: physicalResourceId ?? context.logStreamName ?? context.awsRequestId,
        StackId: event.StackId,
        RequestId: event.RequestId,
        LogicalResourceId: event.LogicalResourceId,
        NoEcho: noEcho ?? false,
        Data: data,
    };
    await fetch(event.ResponseURL, { method: "PUT", body: JSON.stringify(answer), headers: { "content-type": "" } });
    context.done();
};
