export interface Query {
    title: string;
    command: string;
}

/** Questions to ask the emulator, with the AWS CLI and, for those who have none, with curl alone. */
export function sampleQueries(endpoint: string, region: string): Query[] {
    const aws = `aws --endpoint-url ${endpoint} --region ${region}`;
    return [
        {
            title: "For the AWS CLI; the emulator takes any key",
            command: "export AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox",
        },
        { title: "Is the recorder on?", command: `${aws} configservice describe-configuration-recorder-status` },
        { title: "Which packs are deployed?", command: `${aws} configservice describe-conformance-pack-status` },
        { title: "Where does history go?", command: `${aws} configservice describe-delivery-channels` },
        {
            title: "How many resources of each type are there? (packs query lists more such questions)",
            command: `AWS_ENDPOINT_URL=${endpoint} npx packs query resources-by-type --region ${region}`,
        },
        {
            title: "The packs again, without the AWS CLI",
            command: curl(endpoint, region, "DescribeConformancePackStatus"),
        },
    ];
}

/** AWS Config speaks JSON 1.1; the emulator reads the service and region from the credential but checks no signature. */
function curl(endpoint: string, region: string, operation: string): string {
    const credential = `AWS4-HMAC-SHA256 Credential=sandbox/20260101/${region}/config/aws4_request`;
    return [
        `curl -s ${endpoint}/`,
        `-H 'Authorization: ${credential}, SignedHeaders=host, Signature=0'`,
        "-H 'Content-Type: application/x-amz-json-1.1'",
        `-H 'X-Amz-Target: StarlingDoveService.${operation}'`,
        "-d '{}'",
    ].join(" ");
}
