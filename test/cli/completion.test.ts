/** Completion, as the shells do it: bash is asked for real, zsh and fish read their scripts where they are installed. */
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { commandsWithNames, flagsWithNames } from "../../src/cli/completion/names.ts";
import { kafkaTrial, scratch } from "./program.ts";

const folder = scratch();
const script = (shell: string): string => join(folder, `completion.${shell}`);

beforeAll(async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, stdout } = await kafkaTrial("completion", shell);
    expect(code).toBe(0);
    writeFileSync(script(shell), stdout);
  }
}, 120_000);

/** What bash offers for the last word of the line. */
function offered(...words: readonly string[]): readonly string[] {
  const line = `source ${script("bash")}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); "$(complete -p kafka-trial | sed 's/.*-F \\([^ ]*\\).*/\\1/')"; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync("bash", ["--norc", "-c", line, "bash", "kafka-trial", ...words], { encoding: "utf8" });
  return out.split("\n").filter((word) => word !== "");
}

describe("bash completes", () => {
  test.each([
    [["sh"], ["shrink"]],
    [["run", "--kaf"], ["--kafka-version"]],
    [
      ["run", "--kafka-version", "2."],
      ["2.5", "2.6", "2.7", "2.7.0", "2.7.1", "2.8"],
    ],
    [["run", "kafka.yaml", "--profile", "power-loss", "disk"], ["disk-loss"]],
    [["run", "--require", "no-a"], ["no-acked-loss"]],
    [
      ["run", "--rules", "kip-3"],
      ["kip-320-first-try", "kip-320"],
    ],
    [["replay", "--defect", "P-01"], ["P-01"]],
    [["run", "--set", "enable.idem"], ["enable.idempotence="]],
    [["explain", "acked-not"], ["acked-not-lost"]],
    [["explain", "NOT_ENOUGH_REPLICAS_"], ["NOT_ENOUGH_REPLICAS_AFTER_APPEND"]],
    [["check", "--sub-via", "a"], ["assign"]],
    [["completion", "z"], ["zsh"]],
  ])("%j", (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  test("nothing where a file is meant, so that files are offered", () => {
    expect(offered("run", "server")).toEqual([]);
    expect(offered("replay", "--trace", "e")).toEqual([]);
  });

  test("every command and flag that the help names", async () => {
    const commands = offered("");
    const { stdout } = await kafkaTrial("--help");
    for (const [, name] of stdout.matchAll(/^ {2}([a-z]+) .*\S/gm))
      if (name !== "help") expect(commands).toContain(name);
    for (const command of commands.filter((word) => !word.startsWith("-"))) {
      const help = (await kafkaTrial(command, "--help")).stdout;
      const flags = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((match) => match[1]);
      expect([...offered(command, "--")].sort(), command).toEqual([...new Set(flags)].sort());
      expect(help, command).toMatch(/\nExamples?:\n {2}(kafka-trial|source)/);
    }
  });
});

test("names are offered for flags and commands that there are", () => {
  const commands = offered("").filter((word) => !word.startsWith("-"));
  const flags = new Set(commands.flatMap((command) => offered(command, "--")));
  expect(flagsWithNames.filter((flag) => !flags.has(flag))).toEqual([]);
  expect(commandsWithNames.filter((command) => !commands.includes(command))).toEqual([]);
});

describe.each(["zsh", "fish"])("%s", (shell) => {
  const isInstalled = spawnSync(shell, ["-c", "true"]).status === 0;
  test.skipIf(!isInstalled)(`reads its script (skipped where ${shell} is not installed)`, () => {
    const { status, stderr } = spawnSync(shell, ["-n", script(shell)], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

test("another shell is refused", async () => {
  const { code, stderr } = await kafkaTrial("completion", "powershell");
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'kafka-trial: unknown shell "powershell"; known are bash, zsh, fish\n',
  });
});
