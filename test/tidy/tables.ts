/** What the tidy test allows. */

/**
 * The rooms, the lowest first, and the rooms from which each imports: all of them stand before it. What is not used is not
 * allowed, so that the table says what is: a host serves any machine, a protocol runs under any host.
 */
export const rooms: Readonly<Record<string, string>> = {
  core: "",
  kafka: "core",
  client: "core kafka",
  workload: "core kafka client",
  sim: "core",
  explorer: "core",
  chaos: "core sim",
  history: "kafka client sim",
  check: "core kafka client sim chaos history",
  scenario: "core kafka client workload chaos check",
  configuration: "kafka scenario",
  run: "core kafka client workload sim chaos check scenario",
  "history-file": "kafka history check scenario run",
  arbitrary: "core kafka workload chaos check scenario configuration",
  strategy: "core chaos scenario run arbitrary",
  shrink: "core workload chaos check scenario run arbitrary",
  prove: "core kafka client explorer check scenario",
  campaign: "core chaos check scenario run arbitrary strategy",
  study: "core kafka chaos check scenario configuration run arbitrary strategy shrink campaign",
  workers: "shrink campaign study",
  incident: "core kafka check scenario configuration run",
  report:
    "core kafka client sim chaos history check scenario configuration run history-file strategy prove campaign study incident",
  docs: "strategy campaign report",
  cli: "core kafka chaos check scenario configuration run history-file arbitrary strategy shrink prove campaign study workers incident report",
  bench: "core kafka sim scenario run arbitrary strategy shrink prove campaign study workers incident",
};

/** Files that still import each other, by folder; an entry goes when nothing is left of it, and no number rises. */
export const stillInCircles: Readonly<Record<string, number>> = {
  "src/check": 2,
  "src/check/ghost": 3,
  "src/client": 2,
  "src/client/consumer": 9,
  "src/client/producer": 13,
  "src/kafka/broker": 21,
  "src/kafka/broker/api": 2,
  "src/kafka/log": 2,
  "src/kafka/replication": 14,
  "src/shrink": 4,
  "src/sim": 9,
  "src/study/hunt": 2,
};

/** The same of exports that nobody imports. */
export const stillDeadExports: Readonly<Record<string, number>> = {
  "src/arbitrary": 1,
  "src/bench": 3,
  "src/campaign": 1,
  "src/chaos": 3,
  "src/check": 11,
  "src/check/ghost": 7,
  "src/check/liveness": 1,
  "src/cli/compare": 1,
  "src/cli/run": 2,
  "src/cli/shared": 1,
  "src/client": 1,
  "src/client/consumer": 2,
  "src/client/metadata": 3,
  "src/client/network": 1,
  "src/client/producer": 2,
  "src/configuration": 12,
  "src/core": 4,
  "src/docs": 1,
  "src/explorer": 6,
  "src/history": 4,
  "src/history-file": 6,
  "src/history/anomalies": 19,
  "src/history/anomalies/graph": 1,
  "src/incident": 3,
  "src/kafka": 2,
  "src/kafka/broker": 4,
  "src/kafka/config": 4,
  "src/kafka/controller": 6,
  "src/kafka/controller/api": 3,
  "src/kafka/log": 10,
  "src/kafka/messages": 1,
  "src/kafka/metadata": 3,
  "src/kafka/replication": 2,
  "src/kafka/rules": 7,
  "src/prove": 10,
  "src/prove/fields": 2,
  "src/prove/machines": 6,
  "src/prove/state": 2,
  "src/report": 8,
  "src/report/facts": 4,
  "src/report/proof": 2,
  "src/run": 2,
  "src/scenario": 4,
  "src/shrink": 1,
  "src/sim": 10,
  "src/strategy": 2,
  "src/study/counterfactual": 2,
  "src/study/hunt": 2,
  "src/study/promises": 2,
};

/** Files of more than 300 lines, and functions of more than 50. */
export const stillLong: readonly string[] = [
  "test/check/cases/accepted-history-cases.ts",
  "test/check/liveness.test.ts",
  "test/cli/bad-input.test.ts",
  "test/kafka/controller/world.ts",
  "test/kafka/log/recovery.test.ts",
];
export const stillLongFunctions: readonly string[] = ["src/check/ghost/log-facts.ts"];
