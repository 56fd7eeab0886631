/** The table of promises: what it says of configurations, and that runs bear it out. */
import { describe, expect, test } from "vitest";
import { scenarioArbitrary } from "../../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../../src/arbitrary/scenario-at.ts";
import type { Side } from "../../../src/arbitrary/side.ts";
import { spaceOf } from "../../../src/arbitrary/space-of.ts";
import { profileNames } from "../../../src/chaos/fault-kinds.ts";
import type { GuaranteeName } from "../../../src/check/check.ts";
import { promiseText } from "../../../src/report/promise-text.ts";
import { run } from "../../../src/run/run.ts";
import { type PromiseRow, promiseTable } from "../../../src/study/promises/promise-table.ts";
import { loaded } from "../counterfactual/configurations.ts";

const rowOf = (table: readonly PromiseRow[], guarantee: GuaranteeName): PromiseRow =>
  table.find((row) => row.guarantee === guarantee)!;

/** `process-crash yes, power-loss 1 of 3, …` */
const reachesOf = (table: readonly PromiseRow[], guarantee: GuaranteeName): Record<string, string> =>
  Object.fromEntries(
    rowOf(table, guarantee).reaches.map(({ profile, promised, upTo, replicas, ends }) => [
      profile,
      [promised ? (upTo === null ? "yes" : `${upTo} of ${replicas}`) : "no", ...ends].join(" "),
    ]),
  );

const tableOf = (side: Side): readonly PromiseRow[] => promiseTable(side, profileNames);

describe("what is promised", () => {
  test("acks=all, three copies, min.insync.replicas=2, ELR", () => {
    const table = tableOf(loaded("strimzi/kafka-persistent.yaml").side);
    expect(reachesOf(table, "no-acked-loss")).toMatchObject({
      "process-crash": "yes",
      network: "yes",
      "power-loss": "1 of 3",
      "disk-loss": "1 of 3",
      all: "1 of 3 min-insync-raised",
    });
    expect(reachesOf(table, "per-key-order")).toMatchObject({
      network: "yes session",
      all: "yes session more-partitions",
    });
    expect(reachesOf(table, "progress")).toMatchObject({ all: "yes" });
    expect(rowOf(table, "no-acked-loss").restsOn).toEqual([
      "acks=all",
      "unclean.leader.election.enable=false",
      "min.insync.replicas=2",
      "eligible.leader.replicas.enable=true",
    ]);
    expect(rowOf(table, "no-acked-loss").moreWith).toEqual([
      { change: "min.insync.replicas=3", profiles: ["power-loss", "disk-loss", "all"] },
      { change: "flush.messages=1", profiles: ["power-loss"] },
    ]);
  });

  test("acks=1 promises nothing, and acks=all would", () => {
    const table = tableOf(loaded("strimzi/kafka-persistent.yaml", "acks=1").side);
    expect(new Set(Object.values(reachesOf(table, "no-acked-loss")))).toEqual(new Set(["no"]));
    expect(rowOf(table, "no-acked-loss").moreWith.map((more) => more.change)).toEqual(["acks=all"]);
    expect(rowOf(table, "no-duplicate").moreWith.map((more) => more.change)).toEqual(["acks=all"]);
  });

  test("without ELR no power loss is survived; with every message flushed, any", () => {
    const without = tableOf(loaded("strimzi/kafka-persistent.yaml", "eligible.leader.replicas.enable=false").side);
    expect(reachesOf(without, "no-acked-loss")).toMatchObject({ "power-loss": "0 of 3", "process-crash": "yes" });
    expect(rowOf(without, "no-acked-loss").moreWith.map((more) => more.change)).toContain(
      "eligible.leader.replicas.enable=true",
    );
    const flushed = tableOf(loaded("strimzi/kafka-persistent.yaml", "flush.messages=1").side);
    expect(reachesOf(flushed, "no-acked-loss")).toMatchObject({ "power-loss": "yes", "disk-loss": "1 of 3" });
    expect(rowOf(flushed, "no-acked-loss").restsOn).toContain("flush.messages=1");
  });

  test("where no single change helps, the first pair that does", () => {
    const { side } = loaded("strimzi/kafka-single-node.yaml", "eligible.leader.replicas.enable=false");
    const table = tableOf(side);
    expect(reachesOf(table, "no-acked-loss")).toMatchObject({ "process-crash": "yes", "disk-loss": "0 of 1" });
    expect(rowOf(table, "no-acked-loss").moreWith).toContainEqual({
      change: "replication factor 3 with min.insync.replicas=2 and eligible.leader.replicas.enable=true",
      profiles: ["disk-loss", "all"],
    });
  });

  test("an unclean election ends it for all", () => {
    const table = tableOf(loaded("strimzi/kafka-persistent.yaml", "unclean.leader.election.enable=true").side);
    expect(new Set(Object.values(reachesOf(table, "stable-reads")))).toEqual(new Set(["no"]));
    expect(rowOf(table, "stable-reads").moreWith.map((more) => more.change)).toEqual([
      "unclean.leader.election.enable=false",
    ]);
  });

  test("as text: equal columns are one, and every mark is explained", () => {
    const text = promiseText(["a.yaml", "b.yaml"], tableOf(loaded("strimzi/kafka-persistent.yaml").side));
    expect(text).toContain("Promises of a.yaml, b.yaml");
    expect(text).toMatch(/promised\W+no-acked-loss\W+per-key-order/);
    expect(text).toMatch(/power-loss\W+1 of 3 replicas\W+yes/);
    expect(text).toContain("no-acked-loss rests on acks=all, unclean.leader.election.enable=false");
    for (const mark of ["*", "+", "^"]) expect(text.split("\n").some((line) => line.startsWith(`${mark} `))).toBe(true);
    expect(text).toContain("progress and protocol: always promised");
  });
});

const configurations: readonly (readonly [file: string, ...set: string[]])[] = [
  ["strimzi/kafka-persistent.yaml"],
  ["strimzi/kafka-persistent.yaml", "acks=1"],
  ["strimzi/kafka-persistent.yaml", "min.insync.replicas=1", "flush.messages=1"],
  ["strimzi/kafka-single-node.yaml", "enable.idempotence=false"],
];

describe("runs bear it out", () => {
  test.each(configurations)("%s %s", (file, ...set) => {
    const { configuration, side } = loaded(file, ...set);
    let limited = 0;
    for (const row of tableOf(side)) expect(row.reaches.length).toBe(profileNames.length);
    for (const profile of profileNames) {
      const table = promiseTable(side, [profile]);
      const arbitrary = scenarioArbitrary(spaceOf(configuration, profile, "kafka-4"));
      for (let index = 0; index < 8; index++) {
        const { promised } = run(scenarioAt(arbitrary, `promises/${profile}`, index));
        for (const { guarantee, reaches } of table) {
          const [reach] = reaches;
          if (!reach!.promised) expect(promised[guarantee], `${guarantee} ${profile} ${index}`).toBe(false);
          else if (reach!.upTo === null && reach!.ends.length === 0)
            expect(promised[guarantee], `${guarantee} ${profile} ${index}`).toBe(true);
          else limited++;
        }
      }
    }
    expect(limited).toBeGreaterThan(0);
  });
});
