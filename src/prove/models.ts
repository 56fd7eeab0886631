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
    scope: { ...nothing, records: 2, lags: 1, crashes: 1, lostDisks: 1 },
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
  /** Also that everything can come right again from every state (`recovers`). */
  readonly recovery?: true;
}

/** One record and two leader changes suffice; the third replica is the one that counts in an epoch it does not follow. */
const threeReplicas = { replicas: 3, records: 1, elections: 2, lags: 1 };
const withCrash = { records: 2, elections: 2, crashes: 1 };
const withLoss = { records: 1, disconnects: 1 };
const withFence = { crashes: 0, lostDisks: 0, fences: 1 };
/** Of three, the last may be the first that a new leader takes: the others wait for delivery.timeout.ms, which never comes. */
const twoRecords = { records: 2 };
const oneInFlight = { producer: { idempotent: false, inFlight: 1 }, records: 2, disconnects: 0 };

export const claims: readonly Claim[] = [
  { model: "replication", rules: "before-kip-101", verdict: "violated" },
  { model: "replication", rules: "kip-101", verdict: "violated" },
  { model: "replication", rules: "kip-279", verdict: "violated" },
  { model: "replication", rules: "kip-320-first-try", verdict: "violated", bounds: threeReplicas },
  { model: "replication", rules: "kip-320", verdict: "held", recovery: true },
  { model: "replication", rules: "kafka-4", verdict: "held", recovery: true },
  { model: "replication", rules: "kafka-4", verdict: "held", bounds: withCrash, recovery: true },
  { model: "replication", rules: "R-04", verdict: "violated", recovery: true },
  { model: "isr", rules: "kafka-4", verdict: "held", recovery: true },
  { model: "isr", rules: "I-01", verdict: "violated" },
  { model: "isr", rules: "I-02", verdict: "violated" },
  { model: "isr", rules: "kafka-4", verdict: "held", bounds: withFence, recovery: true },
  { model: "isr", rules: "I-03", verdict: "violated", bounds: withFence },
  { model: "isr", rules: "kafka-4", verdict: "held", bounds: withLoss, recovery: true },
  { model: "isr", rules: "I-06", verdict: "violated", bounds: withLoss },
  { model: "producer", rules: "kafka-4", verdict: "held" },
  { model: "producer", rules: "P-01", verdict: "violated" },
  { model: "producer", rules: "P-03", verdict: "violated" },
  { model: "producer", rules: "kafka-4", verdict: "held", bounds: twoRecords, recovery: true },
  { model: "producer", rules: "P-09", verdict: "violated", bounds: twoRecords, recovery: true },
  { model: "producer", rules: "kafka-4", verdict: "held", bounds: oneInFlight },
  { model: "producer", rules: "P-09", verdict: "violated", bounds: oneInFlight },
];

export const scopeOf = ({ model, bounds }: Pick<Claim, "model" | "bounds">): Scope => ({
  ...models[model].scope,
  ...bounds,
});
