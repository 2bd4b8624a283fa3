/** What the mocked AWS provider answers: the outputs that components read, for the types that they register. */

export type Values = Readonly<Record<string, unknown>>;

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";

/** A key that `aws:kms/getAlias:getAlias` finds. */
export const ALIASED_KEY_ID = "0a1b2c3d-aliased";

/** Identifier and outputs beyond the inputs, by type token. */
const CUSTOM: Readonly<Record<string, (name: string, inputs: Values) => { id?: string; outputs?: Values }>> = {
    "aws:account/region:Region": (_, { regionName }) => ({ id: String(regionName) }),
    "aws:athena/namedQuery:NamedQuery": () => ({}),
    "aws:athena/workgroup:Workgroup": (_, { name }) => ({ id: String(name) }),
    "aws:cfg/aggregateAuthorization:AggregateAuthorization": () => ({}),
    "aws:cfg/configurationAggregator:ConfigurationAggregator": (_, { name }) => ({
        outputs: { arn: arn("config", `config-aggregator/${String(name)}`) },
    }),
    "aws:cfg/conformancePack:ConformancePack": (_, { name }) => ({
        outputs: { arn: arn("config", `conformance-pack/${String(name)}`) },
    }),
    "aws:cfg/deliveryChannel:DeliveryChannel": (_, { name }) => ({ id: String(name) }),
    "aws:cfg/organizationConformancePack:OrganizationConformancePack": (_, { name }) => ({
        outputs: { arn: arn("config", `organization-conformance-pack/${String(name)}`) },
    }),
    "aws:cfg/recorder:Recorder": (_, { name }) => ({ id: String(name) }),
    "aws:cfg/recorderStatus:RecorderStatus": () => ({}),
    "aws:cfg/retentionConfiguration:RetentionConfiguration": () => ({ id: "default" }),
    "aws:cloudformation/stackInstances:StackInstances": () => ({}),
    "aws:cloudformation/stackSet:StackSet": (_, { name }) => ({
        id: String(name),
        outputs: { arn: arn("cloudformation", `stackset/${String(name)}:1`) },
    }),
    "aws:cloudtrail/trail:Trail": () => ({}),
    "aws:cloudwatch/dashboard:Dashboard": (_, { dashboardName }) => ({ id: String(dashboardName) }),
    "aws:scheduler/schedule:Schedule": () => ({}),
    "aws:sesv2/emailIdentity:EmailIdentity": (_, { emailIdentity }) => ({ id: String(emailIdentity) }),
    "aws:cloudwatch/eventBus:EventBus": (_, { name }) => ({
        id: String(name),
        outputs: { arn: arn("events", `event-bus/${String(name)}`) },
    }),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": () => ({}),
    "aws:cloudwatch/eventRule:EventRule": (_, { name }) => ({ id: String(name) }),
    "aws:cloudwatch/eventTarget:EventTarget": () => ({}),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (_, { name }) => ({ id: String(name) }),
    "aws:cloudwatch/logGroup:LogGroup": (_, { name }) => ({ id: String(name) }),
    "aws:glue/catalogDatabase:CatalogDatabase": (_, { name }) => ({ id: `${ACCOUNT}:${String(name)}` }),
    "aws:glue/catalogTable:CatalogTable": (_, { databaseName, name }) => ({
        id: `${ACCOUNT}:${String(databaseName)}:${String(name)}`,
    }),
    "aws:iam/role:Role": (name) => ({
        id: `${name}-1234567`,
        outputs: { name: `${name}-1234567`, arn: `arn:aws:iam::${ACCOUNT}:role/${name}-1234567` },
    }),
    "aws:iam/rolePolicy:RolePolicy": () => ({}),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": () => ({}),
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": () => ({}),
    "aws:kms/alias:Alias": (_, { name }) => ({ id: String(name) }),
    "aws:kms/key:Key": (name) => ({
        id: `${name}-id`,
        outputs: { keyId: `${name}-id`, arn: arn("kms", `key/${name}-id`) },
    }),
    "aws:lambda/eventSourceMapping:EventSourceMapping": () => ({}),
    "aws:lambda/function:Function": (resource, { name = `${resource}-1234567`, region }) => ({
        id: String(name),
        outputs: { name, arn: `arn:aws:lambda:${String(region)}:${ACCOUNT}:function:${String(name)}` },
    }),
    "aws:lambda/permission:Permission": () => ({}),
    "aws:organizations/awsServiceAccess:AwsServiceAccess": (_, { servicePrincipal }) => ({
        id: String(servicePrincipal),
    }),
    "aws:organizations/delegatedAdministrator:DelegatedAdministrator": (_, { accountId, servicePrincipal }) => ({
        id: `${String(accountId)}/${String(servicePrincipal)}`,
    }),
    "aws:s3/bucket:Bucket": (name, { bucket = `${name}-1234567` }) => ({
        id: String(bucket),
        outputs: { bucket, arn: `arn:aws:s3:::${String(bucket)}` },
    }),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": () => ({}),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": () => ({}),
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": () => ({}),
    "aws:s3/bucketObjectv2:BucketObjectv2": (_, { key }) => ({ id: String(key) }),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": () => ({}),
    "aws:s3/bucketPolicy:BucketPolicy": () => ({}),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": () => ({}),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": () => ({}),
    "aws:s3/bucketVersioning:BucketVersioning": () => ({}),
    "aws:sns/topic:Topic": (_, { name, region }) => ({
        outputs: { arn: `arn:aws:sns:${String(region)}:${ACCOUNT}:${String(name)}` },
    }),
    "aws:sns/topicPolicy:TopicPolicy": () => ({}),
    "aws:sns/topicSubscription:TopicSubscription": () => ({}),
    "aws:sqs/queue:Queue": (_, { name, region }) => ({
        outputs: {
            arn: `arn:aws:sqs:${String(region)}:${ACCOUNT}:${String(name)}`,
            url: `https://sqs.${String(region)}.amazonaws.com/${ACCOUNT}/${String(name)}`,
        },
    }),
    "aws:sqs/queuePolicy:QueuePolicy": () => ({}),
    "aws:ssm/document:Document": (_, { name }) => ({ id: String(name) }),
};

const CALLS: Readonly<Record<string, Values>> = {
    "aws:iam/getRole:getRole": { tags: {} },
    "aws:index/getCallerIdentity:getCallerIdentity": {
        accountId: ACCOUNT,
        arn: `arn:aws:iam::${ACCOUNT}:user/deployer`,
        id: ACCOUNT,
        userId: "AIDAEXAMPLE",
    },
    "aws:kms/getAlias:getAlias": { targetKeyId: ALIASED_KEY_ID, targetKeyArn: arn("kms", `key/${ALIASED_KEY_ID}`) },
    "aws:kms/getKey:getKey": { keyState: "Enabled" },
    "aws:resourcegroupstaggingapi/getResources:getResources": { resourceTagMappingLists: [] },
    "aws:s3/getBucketObjectLockConfiguration:getBucketObjectLockConfiguration": { rules: [] },
    "pulumi:pulumi:readStackResourceOutputs": { outputs: {} },
    "pulumi:pulumi:readStackOutputs": { outputs: {}, secretOutputNames: [] },
};

/** @throws for a type that is not in the table: a typing error in a token must not pass for a resource */
export function mockState(
    type: string,
    name: string,
    inputs: Values,
    importId: string | undefined,
    custom: boolean,
): { id: string | undefined; state: Values } {
    if (!custom && type.startsWith("conformance-packs:config:")) {
        return { id: undefined, state: inputs };
    }
    const mock = CUSTOM[type];
    if (mock === undefined) {
        throw new Error(`the mocks know no resource type ${type} (${name})`);
    }
    const { id, outputs } = mock(name, inputs);
    return { id: importId || id || `${name}-id`, state: { ...inputs, ...outputs } };
}

/** @throws for a function that is not in the table */
export function mockCall(token: string): Values {
    const answer = CALLS[token];
    if (answer === undefined) {
        throw new Error(`the mocks know no function ${token}`);
    }
    return answer;
}

function arn(service: string, resource: string): string {
    return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}
