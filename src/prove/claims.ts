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
/** With fetch sessions, and fetches that wait: what is claimed without them holds, at a smaller scope. */
const sessions = { sessions: true };
const fewWithSessions = { ...sessions, records: 2, elections: 2 };
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
  { rules: "kip-101", violates: ["strong-isr", 12], ...size(25_155, 65_107, 12) },
  { rules: "kip-279", violates: ["strong-isr", 11], ...size(17_144, 41_251, 11) },
  {
    rules: "kip-320-first-try",
    bounds: threeReplicas,
    violates: ["strong-isr", 19],
    ...size(678_290, 3_110_503, 19),
  },
  { rules: "kip-320", recovery: true, ...size(386_359, 1_166_287, 36) },
  { rules: "kip-320", bounds: threeReplicas, recovery: true, ...size(2_579_734, 13_495_143, 40) },
  { rules: "kafka-4", recovery: true, ...size(251_405, 780_589, 34) },
  { rules: "kafka-4", bounds: threeReplicas, violates: ["strong-isr", 19], ...size(743_054, 3_492_169, 19) },
  { rules: "kafka-4-mended", bounds: threeReplicas, recovery: true, ...size(1_375_389, 7_363_360, 34) },
  { rules: "kafka-4", bounds: withCrash, recovery: true, ...size(633_182, 2_787_327, 35) },
  { rules: "before-kip-101", bounds: sessions, violates: ["strong-isr", 7], ...size(906, 1743, 7) },
  { rules: "kip-101", bounds: sessions, violates: ["strong-isr", 13], ...size(47_211, 121_441, 13) },
  { rules: "kip-279", bounds: sessions, violates: ["strong-isr", 12], ...size(30_643, 75_080, 12) },
  { rules: "kip-320", bounds: fewWithSessions, recovery: true, ...size(33_561, 86_192, 33) },
  { rules: "kafka-4", bounds: fewWithSessions, recovery: true, ...size(28_362, 75_299, 28) },
  {
    rules: "kafka-4",
    bounds: { ...sessions, replicas: 3, records: 1, elections: 1 },
    recovery: true,
    ...size(112_493, 445_541, 30),
  },
  { rules: "R-04", recovery: true, violates: ["recovers", 9], ...size(230_989, 724_118, 34) },
];

const isr: readonly Omit<Claim, "model">[] = [
  { rules: "kafka-4", recovery: true, ...size(170_384, 759_086, 31) },
  { rules: "I-01", violates: ["strong-isr", 2], ...size(16, 15, 2) },
  { rules: "I-02", violates: ["strong-isr", 13], ...size(30_236, 88_762, 13) },
  { rules: "kafka-4", bounds: withFence, recovery: true, ...size(112_624, 510_773, 27) },
  { rules: "I-03", bounds: withFence, violates: ["valid-isr", 4], ...size(293, 494, 4) },
  { rules: "kafka-4", bounds: withLoss, recovery: true, ...size(297_406, 1_527_533, 28) },
  { rules: "kafka-4", bounds: twoOfThree, recovery: true, ...size(357_397, 2_314_910, 34) },
  { rules: "I-02", bounds: sessions, violates: ["strong-isr", 13], ...size(51_700, 142_105, 13) },
  {
    rules: "kafka-4",
    bounds: { ...sessions, records: 1, lostDisks: 0 },
    recovery: true,
    ...size(94_621, 396_639, 28),
  },
  {
    rules: "kafka-4",
    bounds: { ...sessions, ...withLoss, crashes: 0, lostDisks: 0 },
    recovery: true,
    ...size(12_901, 47_260, 21),
  },
  { rules: "I-06", bounds: withLoss, violates: ["leader-in-isr", 3], ...size(50, 63, 3) },
];

const producer: readonly Omit<Claim, "model">[] = [
  { rules: "kafka-4", ...size(714_504, 3_682_664, 40) },
  { rules: "P-01", violates: ["no-duplicate", 6], ...size(1529, 3461, 6) },
  { rules: "P-03", violates: ["no-duplicate", 11], ...size(31_879, 114_300, 11) },
  { rules: "kafka-4", bounds: twoRecords, recovery: true, ...size(181_977, 897_087, 31) },
  { rules: "P-09", bounds: twoRecords, recovery: true, violates: ["recovers", 3], ...size(168_001, 821_086, 31) },
  { rules: "kafka-4", bounds: oneInFlight, ...size(5300, 19_660, 26) },
  { rules: "P-09", bounds: oneInFlight, violates: ["producer-order", 15], ...size(3195, 10_432, 15) },
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
