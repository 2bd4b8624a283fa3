import assert from "node:assert/strict";
import { diffPlans } from "../../../lib/diff/diff-plans.ts";
import { lineChanges } from "../../../lib/diff/line-changes.ts";
import { textOf } from "../../../lib/diff/message.ts";
import { ruleChangeLines } from "../../../lib/diff/words.ts";
import { planOf } from "../project.ts";

const lines = (...numbers: (number | string)[]): string => `${numbers.join("\n")}\n`;

const shown = (old: string, now: string): string[] => lineChanges(old, now).map(({ sign, text }) => `${sign}${text}`);

describe("a difference by lines", () => {
    it("shows what went and came, with two lines around it, and leaves out the rest", () => {
        const old = lines(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        const now = lines(1, 2, 3, "new", 4, 5, 6, 7, 8, 9, 10, "12");
        assert.deepEqual(shown(old, now), [" 2", " 3", "+new", " 4", " 5", " …", " 9", " 10", "-11", " 12"]);
    });

    it("shows every line of a text that is another one", () => {
        assert.deepEqual(shown("a\nb\n", "c\n"), ["-a", "-b", "+c"]);
        assert.deepEqual(shown("a\n", "a\n"), []);
    });

    it("leads from the old text to the new one", () => {
        let seed = 7;
        const random = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
        for (let round = 0; round < 200; round++) {
            const text = (): string => lines(...Array.from({ length: random(4) + 1 }, () => random(3)));
            const [old, now] = [text(), text()];
            const changes = lineChanges(old, now);
            const side = (sign: string): string[] => changes.filter((one) => one.sign !== sign).map((one) => one.text);
            // Texts this short are shown as a whole, unless nothing changes.
            if (old !== now) {
                assert.deepEqual([lines(...side("+")), lines(...side("-"))], [old, now]);
            }
        }
    });
});

describe("a changed Guard policy", () => {
    it("is told line by line", () => {
        const pack = (condition: string): Record<string, string> => ({
            "guard.yaml": `Resources:
  Owned:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: owned
      Source:
        Owner: CUSTOM_POLICY
        SourceDetails: [{ EventSource: aws.config, MessageType: ConfigurationItemChangeNotification }]
        CustomPolicyDetails:
          PolicyRuntime: guard-2.x.x
          PolicyText: |
            rule owned {
              ${condition}
            }
`,
        });
        const config = "  conformance-packs:packs: { guard: {} }\n";
        const { packs } = diffPlans(
            planOf(config, pack("tags.owner exists")),
            planOf(config, pack('tags.owner != ""')),
        );
        const changed = packs.changed[0]?.rules.changed[0]?.changes ?? [];
        assert.deepEqual(
            ruleChangeLines(changed).map(({ sign, level, words }) => `${level}${sign} ${textOf(words)}`),
            ["1~ Guard policy:", "2  rule owned {", "2-   tags.owner exists", '2+   tags.owner != ""', "2  }"],
        );
    });
});
