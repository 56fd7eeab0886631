/** The models by name, each with its scope. */
import { allChecks, clusterChecks } from "./checks/all.ts";
import type { Check } from "./checks/check.ts";
import type { Scope } from "./scope.ts";

export const modelNames = ["replication", "isr", "producer"] as const;
export type ModelName = (typeof modelNames)[number];

interface ModelCard {
  readonly name: ModelName;
  readonly sentence: string;
  /** Unless other bounds are asked for. */
  readonly scope: Scope;
  readonly checks: readonly Check[];
}

const nothing: Scope = {
  replicas: 2,
  minInsyncReplicas: 1,
  sessions: false,
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
