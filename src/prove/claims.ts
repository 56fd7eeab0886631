/**
 * What is claimed of which model under which rules, with the size of its search: what a `prove` without words checks. A
 * changed count is a changed protocol, or a changed model of it.
 */
import { type ModelName, models } from "./models.ts";
import type { Scope } from "./scope.ts";

export interface Claim {
  readonly model: ModelName;
  /** As `rulesNamed` knows them. */
  readonly rules: string;
  /** Where it differs from the model's own. */
  readonly bounds?: Partial<Scope>;
  /** Also that everything can come right again from every state (`recovers`). */
  readonly recovery?: true;
  /** The check that is violated, and in how many steps at least; without it: held in every state of the scope. */
  readonly violates?: readonly [check: string, steps: number];
  /** Of the search, which ends at a violation. */
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

/** One record and two leader changes suffice; the third replica is the one that counts in an epoch it does not follow. */
const threeReplicas = { replicas: 3, records: 1, elections: 2 };
/** As topics are run in production: three copies, two of which must have a record. */
const twoOfThree = { replicas: 3, minInsyncReplicas: 2, records: 1, lags: 0, lostDisks: 0 };
const withCrash = { records: 2, elections: 2, crashes: 1 };
const withLoss = { records: 1, disconnects: 1 };
const withFence = { crashes: 0, lostDisks: 0, fences: 1 };
/** Of three, the last may be the first that a new leader takes: the others wait for delivery.timeout.ms, which never comes. */
const twoRecords = { records: 2 };
const oneInFlight = { producer: { idempotent: false, inFlight: 1 }, records: 2, disconnects: 0 };

const size = (states: number, transitions: number, depth: number): Pick<Claim, "states" | "transitions" | "depth"> => ({
  states,
  transitions,
  depth,
});

const replication: readonly Omit<Claim, "model">[] = [
  { rules: "before-kip-101", violates: ["strong-isr", 7], ...size(884, 1732, 7) },
  { rules: "kip-101", violates: ["strong-isr", 12], ...size(24_772, 64_314, 12) },
  { rules: "kip-279", violates: ["strong-isr", 11], ...size(16_939, 40_909, 11) },
  {
    rules: "kip-320-first-try",
    bounds: threeReplicas,
    violates: ["strong-isr", 19],
    ...size(669_240, 3_082_595, 19),
  },
  { rules: "kip-320", recovery: true, ...size(379_470, 1_150_348, 36) },
  { rules: "kip-320", bounds: threeReplicas, recovery: true, ...size(2_566_140, 13_449_913, 40) },
  { rules: "kafka-4", recovery: true, ...size(230_813, 726_899, 34) },
  { rules: "kafka-4", bounds: threeReplicas, recovery: true, ...size(1_367_326, 7_335_342, 34) },
  { rules: "kafka-4", bounds: withCrash, recovery: true, ...size(751_488, 3_398_910, 35) },
  { rules: "R-04", recovery: true, violates: ["recovers", 9], ...size(213_474, 677_051, 34) },
];

const isr: readonly Omit<Claim, "model">[] = [
  { rules: "kafka-4", recovery: true, ...size(185_949, 833_871, 31) },
  { rules: "I-01", violates: ["strong-isr", 2], ...size(16, 15, 2) },
  { rules: "I-02", violates: ["strong-isr", 13], ...size(31_717, 92_723, 13) },
  { rules: "kafka-4", bounds: withFence, recovery: true, ...size(110_202, 502_800, 27) },
  { rules: "I-03", bounds: withFence, violates: ["valid-isr", 4], ...size(293, 494, 4) },
  { rules: "kafka-4", bounds: withLoss, recovery: true, ...size(324_162, 1_675_127, 28) },
  { rules: "kafka-4", bounds: twoOfThree, recovery: true, ...size(578_576, 3_828_846, 34) },
  { rules: "I-06", bounds: withLoss, violates: ["leader-in-isr", 3], ...size(58, 73, 3) },
];

const producer: readonly Omit<Claim, "model">[] = [
  { rules: "kafka-4", ...size(597_688, 3_127_411, 40) },
  { rules: "P-01", violates: ["no-duplicate", 6], ...size(1489, 3433, 6) },
  { rules: "P-03", violates: ["no-duplicate", 11], ...size(30_161, 109_118, 11) },
  { rules: "kafka-4", bounds: twoRecords, recovery: true, ...size(159_099, 801_005, 31) },
  { rules: "P-09", bounds: twoRecords, recovery: true, violates: ["recovers", 3], ...size(145_948, 728_787, 31) },
  { rules: "kafka-4", bounds: oneInFlight, ...size(5266, 19_531, 26) },
  { rules: "P-09", bounds: oneInFlight, violates: ["producer-order", 15], ...size(3180, 10_398, 15) },
];

export const claims: readonly Claim[] = [
  ...replication.map((claim): Claim => ({ model: "replication", ...claim })),
  ...isr.map((claim): Claim => ({ model: "isr", ...claim })),
  ...producer.map((claim): Claim => ({ model: "producer", ...claim })),
];

export const scopeOf = ({ model, bounds }: Pick<Claim, "model" | "bounds">): Scope => ({
  ...models[model].scope,
  ...bounds,
});
