/** What comes out of a search beside what is claimed; scopes, tables and stories in words. */
import { describe, expect, test } from "vitest";
import { type Claim, claims, scopeOf } from "../../../src/prove/claims.ts";
import {
  differences,
  type ProofEntry,
  proofEntry,
  proofReportSchema,
  scopeText,
} from "../../../src/report/proof/proof-report.ts";
import { proofStory } from "../../../src/report/proof/proof-story.ts";
import { proofTable, proofText } from "../../../src/report/proof/proof-table.ts";
import { prove, question, walkThrough } from "../../prove/questions.ts";

const held: Claim = { model: "isr", rules: "kafka-4", states: 10, transitions: 20, depth: 5 };
const violated: Claim = { ...held, rules: "I-01", violates: ["strong-isr", 2], depth: 2 };

/** As the claim has it, but for what is changed. */
function entry(claim: Claim, change: Partial<ProofEntry> = {}): ProofEntry {
  const breach = { check: "strong-isr", sentence: "", steps: 2, story: [] };
  return {
    ...proofEntry(prove(question("isr", "kafka-4"), 1), 1.25, claim),
    rules: claim.rules,
    states: claim.states,
    transitions: claim.transitions,
    depth: claim.depth,
    complete: claim.violates === undefined,
    endedBy: null,
    verdict: claim.violates === undefined ? "held" : "violated",
    counterexample: claim.violates === undefined ? null : breach,
    ...change,
  };
}

describe("beside the claim", () => {
  const other = { check: "valid-isr", sentence: "", steps: 2, story: [] };

  test.each([
    ["held as claimed", entry(held), []],
    ["violated as claimed", entry(violated), []],
    ["nothing claimed", entry(held, { claimed: null, states: 3, complete: false }), []],
    [
      "held, claimed violated",
      entry(violated, { verdict: "held", complete: true, counterexample: null }),
      ["held, claimed violated"],
    ],
    ["violated, claimed held", entry(held, { verdict: "violated" }), ["violated, claimed held"]],
    ["not every state", entry(held, { complete: false }), ["the search did not meet every state"]],
    ["another size", entry(held, { states: 1011, depth: 6 }), ["states 1,011, claimed 10", "depth 6, claimed 5"]],
    ["transitions", entry(violated, { transitions: 21 }), ["transitions 21, claimed 20"]],
    [
      "another check",
      entry(violated, { counterexample: other }),
      ["`valid-isr` (2 steps), claimed `strong-isr` (2 steps)"],
    ],
    [
      "a longer way",
      entry(violated, { counterexample: { ...other, check: "strong-isr", steps: 3 } }),
      ["`strong-isr` (3 steps), claimed `strong-isr` (2 steps)"],
    ],
  ])("%s", (_name, one, expected) => {
    expect(differences(one)).toEqual(expected);
  });

  test("a real search gives an entry of the schema", () => {
    const asked = question("isr", "I-01");
    const entries = [
      proofEntry(prove(asked), 0.5, null),
      proofEntry(prove(asked), 0.5, claims.find(({ rules }) => rules === "I-01")!),
      proofEntry(walkThrough(question("replication", "kafka-4"), 3), 0.5, null),
    ];
    expect(proofReportSchema.parse({ models: entries }).models).toEqual(entries);
    expect(entries.map((one) => differences(one))).toEqual([[], [], []]);
    expect(entries[2]).toMatchObject({ walks: 3, states: 0, complete: false, counterexample: null, bytesPerState: 0 });
  });
});

describe("in words", () => {
  test("a scope names what there is", () => {
    const scope = scopeOf({ model: "producer" });
    expect(scopeText(scope)).toBe("2 replicas, 3 records, 1 election, 1 lost connection, 2 in flight");
    expect(
      scopeText({
        ...scope,
        minInsyncReplicas: 2,
        sessions: false,
        producer: { idempotent: false, inFlight: 1 },
        crashes: 2,
        lostDisks: 1,
        fences: 3,
        lags: 1,
        records: 1,
        elections: 0,
        disconnects: 0,
      }),
    ).toBe(
      "2 replicas, 1 record, 1 lag, 2 crashes, 1 lost disk, 3 fences, min.insync.replicas 2, 1 in flight, not idempotent",
    );
  });

  test("a table has a row for each question, the model named once", () => {
    const text = proofTable([entry(held), entry(violated), entry(held, { complete: false })]);
    const rows = text.split("\n").slice(3, -1);
    const cellsOf = (row: string): readonly string[] => row.split("│").map((cell) => cell.trim());
    expect(rows.map((row) => cellsOf(row).slice(1, -1))).toEqual([
      ["isr", "kafka-4", scopeText(entry(held).scope), "10", "20", "5", "held", "1.3 s"],
      ["", "I-01", scopeText(entry(held).scope), "10", "20", "2", "violates `strong-isr` (2 steps)", "1.3 s"],
      ["", "kafka-4", scopeText(entry(held).scope), "10", "20", "5", "held as far as it went", "1.3 s"],
    ]);
  });

  test("a large search says its rate, and what a state takes", () => {
    const text = proofText(entry(held, { states: 60_000, transitions: 500_000, wallSeconds: 2, bytesPerState: 31.4 }));
    expect(text).toContain(
      "60,000 states, 500,000 transitions, depth 5, 2.0 s, 250,000 transitions/s, 31 bytes a state",
    );
  });

  test("a story tells the facts of each step, in the words of a run", () => {
    const story = proofStory(prove(question("isr", "I-06", { records: 1, disconnects: 1 })));
    expect(story).toEqual([
      "  1  b1 has heard of no follower for replica.lag.time.max.ms",
      "     b1 proposes ISR b1 for orders-0 in epoch 0",
      "  2  the connection of b1 to the controller is lost",
      "  3  the ISR of orders-0 becomes empty",
      "     b1 leads, but is not in the ISR",
    ]);
    expect(proofStory(prove(question("isr", "kafka-4"), 2))).toEqual([]);
  });

  test("of a producer: requests, lost connections, late arrivals", () => {
    expect(proofStory(prove(question("producer", "P-01")))).toEqual([
      "  1  b1 appends orders-0@0 in epoch 0",
      "  2  the connection of the producer to b1 is lost",
      "     producer-0 sends record 0 for orders-0 to b1 again (attempt 2)",
      "  3  b1 appends orders-0@1 in epoch 0",
      "  4  b2 fetches orders-0 from offset 0, so b1 knows that it holds all below",
      "  5  b2 copies orders-0@0",
      "     b2 copies orders-0@1",
      "  6  b2 fetches orders-0 from offset 2, so b1 knows that it holds all below",
      "     b1 advances the high watermark of orders-0 to 2",
      "     b1 acknowledges orders-0@0 (acks=all)",
      "     b1 acknowledges orders-0@1 (acks=all)",
      "     record 0 is committed twice, at orders-0@0 and at orders-0@1",
    ]);
  });
});
