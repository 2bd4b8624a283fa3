/**
 * How something is named for an import: outside the provider's own region the identifier has to say where it is.
 * https://www.pulumi.com/registry/packages/aws/how-to-guides/enhanced-region-support/
 *
 * @param region one of the stack's further regions; absent for its own, which is the provider's
 */
export function importIdentifier(id: string, region: string | undefined): string {
    return region === undefined ? id : `${id}@${region}`;
}
