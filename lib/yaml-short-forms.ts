/** Intrinsic functions in short form, which are tags in YAML. */

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const SHORT_FORMS = new Set(
    (
        "!Ref !If !Equals !Not !And !Or !Condition !Sub !Join !Select !Split !FindInMap !GetAtt !Base64 !Cidr " +
        "!GetAZs !ImportValue !Transform !ToJsonString !Length"
    ).split(" "),
);

export function isShortForm(tag: string): boolean {
    return SHORT_FORMS.has(tag.trim());
}
