/** The models by name, each with its scope, and what is claimed of them under which rules: what a `prove` without words checks. */

import { allChecks, clusterChecks } from "./checks/all.ts";
import type { Check } from "./checks/check.ts";
import type { Scope } from "./scope.ts";

export const modelNames = ["replication", "isr", "producer"] as const;
export type ModelName = (typeof modelNames)[number];

export interface ModelCard {
  readonly name: ModelName;
  readonly sentence: string;
  /** Unless other bounds are asked for. */
  readonly scope: Scope;
  readonly checks: readonly Check[];
}

const nothing: Scope = {
  replicas: 2,
  minInsyncReplicas: 1,
  producer: null,
  records: 1,
  elections: 0,
  lags: 0,
  crashes: 0,
  lostDisks: 0,
  fences: 0,
  disconnects: 0,
};

export const models: Readonly<Record<ModelName, ModelCard>> = {
  replication: {
    name: "replication",
    sentence: "Appends, fetches, truncation and leader changes: the ladder from KIP-101 to KIP-320.",
    scope: { ...nothing, records: 3, elections: 3 },
    checks: clusterChecks,
  },
  isr: {
    name: "isr",
    sentence: "ISR changes by AlterPartition, crashes and broker incarnations: KIP-497, KIP-841, KIP-903.",
    scope: { ...nothing, lags: 1, crashes: 1, lostDisks: 1 },
    checks: clusterChecks,
  },
  producer: {
    name: "producer",
    sentence: "An idempotent producer with two requests in flight, a lost connection and one fail-over: KIP-98.",
    scope: { ...nothing, producer: { idempotent: true, inFlight: 2 }, records: 3, elections: 1, disconnects: 1 },
    checks: allChecks,
  },
};

export interface Claim {
  readonly model: ModelName;
  /** As `rulesNamed` knows them. */
  readonly rules: string;
  /** `held`: in every state of the scope, all of which were met. */
  readonly verdict: "held" | "violated";
  /** Where it differs from the model's own. */
  readonly bounds?: Partial<Scope>;
  /** The defect loses nothing, but brings replicas or producers to a stand: see `recovers`. */
  readonly byRecovery?: true;
}

/** One record and two leader changes suffice; the third replica is the one that counts in an epoch it does not follow. */
const threeReplicas = { replicas: 3, records: 1, elections: 2, lags: 1 };
const withCrash = { records: 2, elections: 2, crashes: 1 };
const withFence = { lags: 0, crashes: 0, lostDisks: 0, fences: 1 };
const withRetry = { crashes: 0, lostDisks: 0, disconnects: 1 };
const oneInFlight = { producer: { idempotent: false, inFlight: 1 }, records: 2, disconnects: 0 };

export const claims: readonly Claim[] = [
  { model: "replication", rules: "before-kip-101", verdict: "violated" },
  { model: "replication", rules: "kip-101", verdict: "violated" },
  { model: "replication", rules: "kip-279", verdict: "violated" },
  { model: "replication", rules: "kip-320-first-try", verdict: "violated", bounds: threeReplicas },
  { model: "replication", rules: "kip-320", verdict: "held" },
  { model: "replication", rules: "kafka-4", verdict: "held" },
  { model: "replication", rules: "kafka-4", verdict: "held", bounds: withCrash },
  { model: "isr", rules: "kafka-4", verdict: "held" },
  { model: "isr", rules: "I-01", verdict: "violated" },
  { model: "isr", rules: "I-02", verdict: "violated" },
  { model: "isr", rules: "kafka-4", verdict: "held", bounds: withFence },
  { model: "isr", rules: "I-03", verdict: "violated", bounds: withFence },
  { model: "isr", rules: "kafka-4", verdict: "held", bounds: withRetry },
  { model: "isr", rules: "I-06", verdict: "violated", bounds: withRetry },
  { model: "producer", rules: "kafka-4", verdict: "held" },
  { model: "producer", rules: "P-01", verdict: "violated" },
  { model: "producer", rules: "P-03", verdict: "violated" },
  { model: "producer", rules: "kafka-4", verdict: "held", bounds: oneInFlight },
  { model: "producer", rules: "P-09", verdict: "violated", bounds: oneInFlight },
];

export const scopeOf = ({ model, bounds }: Pick<Claim, "model" | "bounds">): Scope => ({
  ...models[model].scope,
  ...bounds,
});
