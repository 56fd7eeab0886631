/** What `prove --json` prints: one object, stable. The JSON Schema under schema/ is made from this. */
import { z } from "zod";
import type { Claim } from "../../prove/claims.ts";
import type { Proof } from "../../prove/prove.ts";
import { type Budget, budgets } from "../../prove/scope.ts";
import { proofStory } from "./proof-story.ts";

const count = z.number().int();
const verdict = z.enum(["held", "violated"]);

const scopeReport = z.strictObject({
  replicas: count,
  minInsyncReplicas: count,
  sessions: z.boolean(),
  producer: z.strictObject({ idempotent: z.boolean(), inFlight: count }).nullable(),
  records: count,
  elections: count.describe("leader changes by the operator"),
  lags: count.describe("times that replica.lag.time.max.ms passes without a fetch"),
  crashes: count,
  lostDisks: count.describe("crashes, among them, of replicas outside the ISR that lose their disk"),
  fences: count.describe("sessions of live brokers that expire"),
  disconnects: count.describe("connections that are lost"),
});

export const proofReportSchema = z.strictObject({
  models: z.array(
    z.strictObject({
      model: z.string(),
      rules: z.string(),
      scope: scopeReport,
      recovery: z.boolean().describe("it was also asked whether everything can come right again from every state"),
      walks: count.nullable().describe("random walks that were begun; null: breadth-first search"),
      states: count.describe("distinct up to the names of the replicas; 0 for walks, which keep none"),
      transitions: count,
      depth: count.describe("steps to the farthest state"),
      complete: z.boolean().describe("every state within the scope was met"),
      endedBy: z.enum(["memory", "depth"]).nullable().describe("the limit that ended a search before it was complete"),
      verdict: verdict.describe("held: in every state that was met; a proof only if complete"),
      claimed: z
        .strictObject({
          verdict,
          counterexample: z.strictObject({ check: z.string(), steps: count }).nullable(),
          states: count,
          transitions: count,
          depth: count,
        })
        .nullable()
        .describe("what should come out; null: nothing is claimed of this question"),
      wallSeconds: z.number(),
      bytesPerState: z.number().describe("of the search's tables; 0 for walks"),
      collisionBound: z
        .number()
        .describe("upper bound of the probability that two of the states were taken for one; 0 for walks"),
      counterexample: z
        .strictObject({ check: z.string(), sentence: z.string(), steps: count, story: z.array(z.string()) })
        .nullable(),
    }),
  ),
});

type ProofReport = z.infer<typeof proofReportSchema>;
export type ProofEntry = ProofReport["models"][number];

export function proofEntry(proof: Proof, wallSeconds: number, claim: Claim | null): ProofEntry {
  const { question, breach } = proof;
  return {
    model: question.model,
    rules: question.rules.name,
    scope: question.scope,
    recovery: question.asksRecovery === true,
    walks: proof.walks,
    states: proof.states,
    transitions: proof.transitions,
    depth: proof.depth,
    complete: proof.isComplete,
    endedBy: proof.endedBy,
    verdict: breach === null ? "held" : "violated",
    claimed: claim === null ? null : claimedOf(claim),
    wallSeconds,
    bytesPerState: Number(proof.bytesPerState.toFixed(1)),
    collisionBound: Number(proof.collisionBound.toPrecision(2)),
    counterexample:
      breach === null
        ? null
        : {
            check: breach.check,
            sentence: breach.sentence,
            steps: breach.steps.length,
            story: [...proofStory(proof)],
          },
  };
}

function claimedOf({ violates, states, transitions, depth }: Claim): NonNullable<ProofEntry["claimed"]> {
  const counterexample = violates === undefined ? null : { check: violates[0], steps: violates[1] };
  return { verdict: violates === undefined ? "held" : "violated", counterexample, states, transitions, depth };
}

/**
 * Where it is another thing than what is claimed; empty: as claimed, or nothing is. A claim of `held` needs every state,
 * and a search of another size is one of another protocol, or of another model of it.
 */
export function differences(entry: ProofEntry): readonly string[] {
  const { claimed, verdict: found, complete, counterexample } = entry;
  if (claimed === null) return [];
  const ofBreach = counterexample === null ? "none" : breachText(counterexample);
  const claimedBreach = claimed.counterexample === null ? "none" : breachText(claimed.counterexample);
  if (found === "held" && !complete) return ["the search did not meet every state"];
  if (found !== claimed.verdict) return [`${found}, claimed ${claimed.verdict}`];
  return [
    ...(ofBreach === claimedBreach ? [] : [`${ofBreach}, claimed ${claimedBreach}`]),
    ...sizes.filter((name) => entry[name] !== claimed[name]).map((name) => sizeText(name, entry[name], claimed[name])),
  ];
}

const sizes = ["states", "transitions", "depth"] as const;

const sizeText = (name: string, found: number, claimed: number): string =>
  `${name} ${grouped(found)}, claimed ${grouped(claimed)}`;

export const breachText = ({ check, steps }: { readonly check: string; readonly steps: number }): string =>
  `\`${check}\` (${steps} steps)`;

export const grouped = (value: number): string => value.toLocaleString("en");

/** `2 replicas, 3 records, 3 elections`: what there is at least one of. */
export function scopeText(scope: ProofEntry["scope"]): string {
  const parts = [`${scope.replicas} replicas`];
  for (const name of budgets)
    if (scope[name] > 0) parts.push(`${scope[name]} ${words[name][scope[name] === 1 ? 0 : 1]}`);
  if (scope.minInsyncReplicas > 1) parts.push(`min.insync.replicas ${scope.minInsyncReplicas}`);
  if (scope.sessions) parts.push("fetch sessions");
  if (scope.producer !== null) parts.push(`${scope.producer.inFlight} in flight`);
  if (scope.producer?.idempotent === false) parts.push("not idempotent");
  return parts.join(", ");
}

const words: Readonly<Record<Budget, readonly [one: string, many: string]>> = {
  records: ["record", "records"],
  elections: ["election", "elections"],
  lags: ["lag", "lags"],
  crashes: ["crash", "crashes"],
  lostDisks: ["lost disk", "lost disks"],
  fences: ["fence", "fences"],
  disconnects: ["lost connection", "lost connections"],
};
