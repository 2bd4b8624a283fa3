import assert from "node:assert/strict";
import { openTerminal } from "../../cli/terminal.ts";
import type { Terminal } from "../../cli/terminal.ts";

describe("terminal", () => {
    let out: string;
    let err: string;

    function open(isTTY: boolean, env: NodeJS.ProcessEnv = {}): Terminal {
        out = "";
        err = "";
        const stream = (append: (text: string) => void): NodeJS.WriteStream =>
            ({ isTTY, columns: 30, write: append }) as unknown as NodeJS.WriteStream;
        return openTerminal({ out: stream((text) => (out += text)), err: stream((text) => (err += text)) }, env);
    }

    it("has colours on a terminal only, and not when they are unwanted", () => {
        assert.equal(open(true).style("red", "x"), "\u001b[31mx\u001b[39m");
        assert.equal(open(false).style("red", "x"), "x");
        assert.equal(open(true, { NO_COLOR: "1" }).style("red", "x"), "x");
        assert.equal(open(true, { NO_COLOR: "" }).style("red", "x"), "\u001b[31mx\u001b[39m");
        assert.equal(open(true, { TERM: "dumb" }).style("red", "x"), "x");
    });

    it("has colours wherever they are asked for, unless they are unwanted as well", () => {
        const red = "\u001b[31mx\u001b[39m";
        assert.equal(open(false, { FORCE_COLOR: "1" }).style("red", "x"), red);
        assert.equal(open(false, { FORCE_COLOR: "true", TERM: "dumb" }).style("red", "x"), red);
        assert.equal(open(false, { FORCE_COLOR: "" }).style("red", "x"), "x");
        assert.equal(open(true, { FORCE_COLOR: "0" }).style("red", "x"), "x");
        assert.equal(open(true, { FORCE_COLOR: "false" }).style("red", "x"), "x");
        assert.equal(open(true, { FORCE_COLOR: "1", NO_COLOR: "1" }).style("red", "x"), "x");
    });

    it("prints results on standard output and progress on standard error", () => {
        const terminal = open(false);
        terminal.line("result");
        terminal.note("progress");
        assert.deepEqual([out, err], ["result\n", "progress\n"]);
    });

    it("lets nothing through that moves the cursor, names the window or overwrites a line", () => {
        const terminal = open(true);
        const hostile = "a\u001b[2Jb\u001b]0;owned\u0007c\rd\be\u009b31mf\u0000\u007f";
        terminal.line(`${terminal.style("red", "bucket")}\t${hostile}\r\nnext`);
        terminal.note(hostile);
        const shown = "a\u241b[2Jb\u241b]0;owned\u2407c\u240dd\u2408e\ufffd31mf\u2400\ufffd";
        assert.equal(out, `\u001b[31mbucket\u001b[39m\t${shown}\r\nnext\n`);
        assert.equal(err, `${shown}\n`);
    });

    it("replaces a passing line by the next, never wider than the screen", () => {
        const terminal = open(true);
        terminal.transient("x".repeat(100));
        terminal.note("done");
        assert.equal(err, `\r\u001b[2K${"x".repeat(29)}\r\u001b[2Kdone\n`);
    });

    it("shows no passing lines in a log", () => {
        const terminal = open(false);
        terminal.transient("working");
        terminal.note("done");
        assert.equal(err, "done\n");
    });
});
