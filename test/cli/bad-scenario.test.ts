/** Scenario files that cannot be used: refused with one sentence that names the field and what was expected. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectRefused, file, folder, quiet, type Refusal, server } from "./refusals.ts";

/** A scenario file with one thing changed. */
const changed = (name: string, change: Readonly<Record<string, unknown>>): string =>
  file(name, JSON.stringify({ ...quiet(), ...change }));

describe.concurrent("scenario files", () => {
  const text = JSON.stringify(quiet(), null, 2);
  const fault = { id: 1, trigger: { at: 100 }, kind: "process-crash", node: "b1", downMs: 10 };
  test.each<Refusal>([
    [
      "missing",
      ["replay", join(folder, "nowhere.json")],
      /nowhere\.json is missing; expected the path of a scenario file$/,
    ],
    ["a directory", ["replay", folder], /is a directory; expected the path of a scenario file$/],
    ["empty", ["shrink", file("empty.json", " \n")], /empty\.json is empty; expected a scenario as JSON$/],
    [
      "binary",
      ["replay", file("binary.json", new Uint8Array([0x7f, 0, 1, 0xff]))],
      /binary\.json is binary; expected /,
    ],
    [
      "cut short",
      ["replay", file("short.json", text.slice(0, 300))],
      /short\.json is text that is no JSON \(.*\); expected a whole/,
    ],
    [
      "no scenario",
      ["replay", file("list.json", "[1, 2]")],
      /list\.json: version is missing; expected a scenario object/,
    ],
    [
      "an unknown version",
      ["replay", changed("v.json", { version: 9 })],
      /version is 9; expected 1, the only one that/,
    ],
    ["an unknown field", ["replay", changed("field.json", { sead: 1 })], /: sead is an unknown field; expected only /],
    [
      "an unknown rule set",
      ["replay", changed("rules.json", { rules: "R-1" })],
      /: rules is "R-1"; expected .*did you mean R-01\?$/,
    ],
    [
      "an unknown kind of fault",
      ["replay", changed("kind.json", { faults: [{ ...fault, kind: "power-los" }] })],
      /: faults\.0\.kind is "power-los"; expected .*did you mean power-loss\?$/,
    ],
    [
      "an unknown event",
      ["replay", changed("event.json", { faults: [{ ...fault, trigger: { on: "append" } }] })],
      /: faults\.0\.trigger\.on is "append"; expected .*did you mean appended\?$/,
    ],
    [
      "a wrong type",
      ["replay", changed("type.json", { faults: [{ ...fault, downMs: "10" }] })],
      /: faults\.0\.downMs is "10"; expected a number$/,
    ],
    [
      "a wrong setting",
      [
        "replay",
        changed("setting.json", { cluster: { ...quiet().cluster, settings: { "min.insync.replicas": "x" } } }),
      ],
      /cluster\.settings\.min\.insync\.replicas: min\.insync\.replicas=x is not accepted: Kafka expects a whole number/,
    ],
    [
      "more replicas than brokers",
      ["replay", changed("rf.json", { cluster: { ...quiet().cluster, brokers: 2 } })],
      /cluster\.topics\.0\.replicationFactor is 3; expected at most 2, the number of brokers$/,
    ],
    [
      "nothing to shrink",
      ["shrink", changed("held.json", {})],
      /held\.json violates nothing \(verdict held\); expected /,
    ],
  ])("%s", (_, args, sentence) => expectRefused(args, sentence));

  test("a saved file with a foreign mark", async () => {
    const path = file("foreign.json", JSON.stringify({ kafkaTrial: { hello: 1 }, scenario: quiet() }));
    await expectRefused(
      ["replay", path],
      /foreign\.json is an unusable field kafkaTrial\.\S+ \(.*\); expected a file that/,
    );
  });

  test("where results would go is a file of someone else's", async () => {
    mkdirSync(join(folder, "out"));
    writeFileSync(join(folder, "out", "failures"), "");
    await expectRefused(["run", server, "--runs", "1", "--out", join(folder, "out")], /failures is no directory$/);
    expect(readFileSync(join(folder, "out", "failures"), "utf8")).toBe("");
  });
});
