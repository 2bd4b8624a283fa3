/**
 * Every executable starts here, in plain JavaScript, so that an old Node says what to do
 * instead of failing on the first TypeScript file it meets.
 */
export function requireNode() {
    const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
    // 22.18 is the first Node 22 that runs TypeScript without a flag:
    // https://nodejs.org/en/blog/release/v22.18.0
    if (major > 22 ? major === 23 && minor < 6 : major < 22 || minor < 18) {
        process.stderr.write(
            `conformance-packs needs Node 22.18 or newer (23: 23.6 or newer); this is Node ${process.versions.node}.\n` +
                "In a clone, `npm ci` brings a Node of its own that every `npm run` and `npx` uses.\n" +
                "For the `pulumi` command itself, put it first on PATH: " +
                'export PATH="$PWD/node_modules/.bin:$PATH"\n',
        );
        process.exit(2);
    }
}
