/** Command lines that cannot be used: refused with one sentence. */
import { describe, test } from "vitest";
import { expectRefused, file, folder, quiet, type Refusal, server } from "./refusals.ts";

describe.concurrent("the command line", () => {
  test.each<Refusal>([
    ["no command", [], /^name a command: run, replay, .*; kafka-trial --help tells more$/],
    ["an unknown command", ["rum"], /^unknown command 'rum'; did you mean run\?$/],
    ["an unknown flag", ["run", "--prfile", "all"], /^unknown option '--prfile'; did you mean --profile\?$/],
    [
      "an unknown profile",
      ["run", "--profile", "power-los"],
      /^unknown profile "power-los"; did you mean power-loss\?$/,
    ],
    [
      "an unknown guarantee",
      ["run", "--require", "no-loss"],
      /^unknown guarantee "no-loss"; known are no-acked-loss, /,
    ],
    [
      "a guarantee with a slip",
      ["run", "--require", "no-acked-los"],
      /^unknown guarantee "no-acked-los"; did you mean no-acked-loss\?$/,
    ],
    ["an unknown rule set", ["run", "--rules", "kip101"], /^unknown rule set "kip101"; did you mean kip-101\?$/],
    ["an unknown defect", ["run", "--defect", "R01"], /^unknown defect "R01"; did you mean R-01\?$/],
    [
      "a name that explains nothing",
      ["explain", "acked-not-los"],
      /^nothing is called acked-not-los; did you mean acked-not-lost\?$/,
    ],
    [
      "a key's name of books, explained",
      ["explain", "log.segment.ms"],
      /^nothing is called log\.segment\.ms; did you mean log\.roll\.ms\?$/,
    ],
    ["no number", ["run", "--runs", "many"], /^--runs is "many"; expected a whole number from 1 to \d+$/],
    ["a number out of range", ["run", "--jobs", "0"], /^--jobs is "0"; expected a whole number from 1 to 256$/],
    ["no time", ["run", "--time", "5 minutes"], /^--time is "5 minutes"; expected a time such as /],
    ["count and time", ["run", "--runs", "5", "--time", "5s"], /^--runs and --time exclude each other: /],
    [
      "rules and defect",
      ["run", server, "--rules", "kip-101", "--defect", "R-01"],
      /^--rules and --defect exclude each other: /,
    ],
    ["a flag without its value", ["run", "--seed"], /^option '--seed <text>' argument missing$/],
    ["too many files", ["shrink", "a", "b"], /^too many arguments for 'shrink'; expected 1 argument but got 2$/],
    ["no setting", ["run", server, "--set", "acks"], /^--set: acks is no setting: expected key=value$/],
    [
      "a folder for results that is a file",
      ["run", server, "--out", server],
      /^--out .* cannot be written to: .* is no directory$/,
    ],
    [
      "a folder for results that cannot be made",
      ["run", server, "--out", "/proc/results"],
      /^--out .* cannot be written to: \/proc is not writable \(E[A-Z]+\)$/,
    ],
    [
      "a small scenario where none can be written",
      ["shrink", file("quiet.json", JSON.stringify(quiet())), "--out", "/proc/small/small.json"],
      /^--out .* cannot be written: \/proc is not writable \(E[A-Z]+\)$/,
    ],
    ["--seed without --run", ["replay", server, "--seed", "1"], /^--seed and --run belong together: /],
    ["--run without --seed", ["replay", server, "--run", "1"], /^--seed and --run belong together: /],
    ["--run without --profile", ["replay", server, "--seed", "1", "--run", "1"], /^--run needs --profile: /],
    ["no file to replay", ["replay"], /^replay takes one scenario file, or --seed and --run with configuration files$/],
    [
      "a campaign's flag for a file",
      ["replay", "scenarios/standard-load.json", "--brokers", "3"],
      /^--brokers goes with --seed and --run; /,
    ],
    [
      "a trace that cannot be written",
      ["replay", file("quiet.json", JSON.stringify(quiet())), "--trace", folder],
      /^--trace .*EISDIR/,
    ],
  ])("%s", (_, args, sentence) => expectRefused(args, sentence));
});
