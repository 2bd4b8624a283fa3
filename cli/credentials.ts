/** What to do where AWS cannot be asked for want of credentials: the same words for every command that asks it. */

/** Of the SDK, where it finds none: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html */
const NONE_FOUND = /^(?:CredentialsProviderError|TokenProviderError)$/;

/** Of AWS, by the protocols of its services: https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
const EXPIRED = /^(?:ExpiredToken|ExpiredTokenException|RequestExpired)$/;
const REFUSED =
    /^(?:InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException)$/;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param env where the SDK looks first
 * @returns the words, or undefined for an error that is not about credentials
 */
export function explainCredentials(reason: unknown, env: Environment): string | undefined {
    if (!(reason instanceof Error)) {
        return undefined;
    }
    const what = whatIsWrong(reason);
    if (what === undefined) {
        return undefined;
    }
    const { tried, hint } = sourceOf(env);
    return [
        `AWS cannot be asked: ${what}`,
        `    tried: ${tried}`,
        `    why: ${whyOf(reason)}`,
        `    hint: ${hint}`,
    ].join("\n");
}

function whatIsWrong({ name, message }: Error): string | undefined {
    if (EXPIRED.test(name) || (NONE_FOUND.test(name) && /\bexpired\b/i.test(message))) {
        return "the credentials have expired";
    }
    if (NONE_FOUND.test(name)) {
        return "there are no credentials";
    }
    return REFUSED.test(name) ? "AWS does not accept the credentials" : undefined;
}

/** A profile that is named comes before keys in the environment, and those before everything else. */
function sourceOf({
    AWS_PROFILE: profile = "",
    AWS_ACCESS_KEY_ID: key = "",
    AWS_SECRET_ACCESS_KEY: secret = "",
}: Environment): { tried: string; hint: string } {
    const another = "AWS_PROFILE=<profile> packs …";
    if (profile !== "") {
        return {
            tried: `the profile ${profile}, which AWS_PROFILE names`,
            hint: `sign in (aws sso login --profile ${profile}), renew the profile's keys, or name another: ${another}`,
        };
    }
    if (key !== "" && secret !== "") {
        return {
            tried: "the keys in the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN",
            hint: `set new keys, or unset these and name a profile: ${another}`,
        };
    }
    return {
        tried: "keys in the environment, the profile default, a web identity, the role of a container or an instance",
        hint: `sign in (aws sso login, or aws configure), or name a profile: ${another}`,
    };
}

function whyOf({ name, message }: Error): string {
    const [first = ""] = message.split("\n");
    return NONE_FOUND.test(name) ? first : `${name}: ${first}`;
}
