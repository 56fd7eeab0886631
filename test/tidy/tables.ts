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
  chaos: "core kafka sim",
  history: "core kafka client sim",
  check: "core kafka client sim chaos history",
  scenario: "core kafka client workload chaos check",
  configuration: "kafka check scenario",
  run: "core kafka client workload sim chaos check scenario",
  "history-file": "core kafka history check scenario run",
  arbitrary: "core kafka workload chaos check scenario configuration",
  strategy: "core chaos scenario run arbitrary",
  shrink: "core workload chaos check scenario run arbitrary",
  prove: "core kafka client explorer check scenario",
  campaign: "core chaos check scenario run arbitrary strategy",
  study: "core kafka chaos check scenario configuration run arbitrary strategy shrink campaign",
  durability: "chaos check scenario configuration arbitrary campaign study",
  workers: "shrink campaign study",
  incident: "core kafka check scenario configuration run",
  report:
    "core kafka client sim chaos history check scenario configuration run history-file strategy prove campaign study incident durability",
  page: "core kafka chaos scenario report",
  cli: "core kafka chaos check scenario configuration run history-file arbitrary strategy shrink prove campaign study workers incident report durability page",
  mutation: "core kafka scenario run arbitrary strategy campaign report cli",
  docs: "kafka check strategy campaign report mutation",
  bench: "core kafka sim scenario run arbitrary strategy shrink prove campaign study workers incident",
};

/** Files that still import each other, by room; an entry goes when nothing is left of it, and no number rises. */
export const stillInCircles: Readonly<Record<string, number>> = {};

/** The same of exports that nobody imports. */
export const stillDeadExports: Readonly<Record<string, number>> = {
  // A declaration file must be able to name it.
  core: 1,
};

/** Files of more than 300 lines, and functions of more than 50. */
export const stillLong: readonly string[] = [];
export const stillLongFunctions: readonly string[] = [];
