/** What a reader of docs/configurations.md sees of each bundled file: the command, the table that it prints, and what it teaches. */
import type { RunReport } from "../report/run-report.ts";

export interface Example {
  /** Below scenarios/configs. */
  readonly files: readonly string[];
  readonly flags?: readonly string[];
}

/** Every bundled file stands in at least one. */
export const examples: readonly Example[] = [
  { files: ["apache-kafka/kraft-server.properties"] },
  { files: ["apache-kafka/kraft-broker.properties"] },
  { files: ["apache-kafka/kraft-controller.properties"] },
  { files: ["apache-kafka/server.properties"] },
  { files: ["apache-kafka/server.properties"], flags: ["--kafka-version", "2.8"] },
  { files: ["apache-kafka/producer.properties"] },
  { files: ["apache-kafka/consumer.properties"] },
  { files: ["apache-kafka/zookeeper.properties"] },
  { files: ["apache-kafka-docker/cluster-isolated-plaintext.yml"] },
  { files: ["strimzi/kafka-persistent.yaml"] },
  { files: ["strimzi/kafka-persistent.yaml", "strimzi/kafka-topic.yaml"] },
  { files: ["strimzi/kafka-ephemeral.yaml"] },
  { files: ["strimzi/kafka-single-node.yaml"] },
  { files: ["strimzi/kafka-persistent.yaml", "batching-producer.properties"] },
  { files: ["first-broker/server.properties"] },
];

export const argumentsOf = ({ files, flags = [] }: Example): readonly string[] => [
  "run",
  ...files.map((file) => `scenarios/configs/${file}`),
  ...flags,
  "--runs",
  "25",
  "--seed",
  "docs",
];

type Judged = RunReport["configurations"][number];

/** One sentence from what was judged, and the remark of the tool that is most about this file. */
export function lesson({ profiles, notes, removed, topics, brokers }: Judged): string {
  const judged = profiles.map((profile) => ({
    ...profile,
    loss: profile.guarantees.find(({ guarantee }) => guarantee === "no-acked-loss"),
  }));
  const kept = judged.filter(({ loss }) => loss?.verdict === "held").map(({ profile }) => profile);
  const lost = judged
    .filter(({ loss }) => loss !== undefined && loss.brokenRuns > 0)
    .map(({ profile, loss, runs }) => `${profile} (${loss?.brokenRuns} of ${runs} runs)`);
  const promised =
    kept.length === 0
      ? "nothing promises that an acknowledged record is kept"
      : `an acknowledged record is promised to be kept, and was, under ${kept.join(", ")}`;
  const broken = lost.length === 0 ? "none was lost in these runs" : `it was lost under ${lost.join(", ")}`;
  const remark = remarkOf([...notes, ...removed]);
  return `${shapeOf(topics, brokers)}: ${promised}; ${broken}. ${outageOf(profiles)}${remark === null ? "" : ` The tool says: ${remark}.`}`;
}

function shapeOf(topics: Judged["topics"], brokers: number): string {
  const [topic] = topics;
  if (topic === undefined || topic.replicationFactor === 1) return `One copy of each partition, ${brokers} broker(s)`;
  return `${topic.replicationFactor} copies of each partition, ${topic.minInsyncReplicas} of which must be in sync, ${brokers} brokers`;
}

/** Seconds a run, summed over partitions. */
function outageOf(profiles: Judged["profiles"]): string {
  const crash = profiles.find(({ profile }) => profile === "process-crash");
  if (crash === undefined || crash.runs === 0) return "";
  const seconds = ((crash.statistics["unavailableSeconds"] ?? 0) / crash.runs).toFixed(0);
  return `Under process-crash its partitions took no writes for ${seconds} s of a run, added up.`;
}

/** What is most about a file first; what was merely assumed for the trial not at all. */
const remarks: readonly RegExp[] = [
  /is a file of/,
  /default\.replication\.factor/,
  /min\.insync\.replicas/,
  /ephemeral/,
  /acks/,
  /was removed/,
  /process\.roles=controller, no broker/,
  /no server file given/,
];

const remarkOf = (said: readonly string[]): string | null =>
  remarks.flatMap((pattern) => said.find((text) => pattern.test(text)) ?? [])[0] ?? null;

export interface Section {
  readonly example: Example;
  readonly table: string;
  readonly lesson: string;
}

export const page = (sections: readonly Section[]): string =>
  [
    "# What the bundled configurations teach",
    "",
    "Made by `npm run docs`: each command below, run anew with the same seed, and one sentence from its JSON report. Twenty-five",
    "runs a profile show what happens often; for a verdict of one's own take more.",
    "",
    ...sections.flatMap(({ example, table, lesson: taught }) => [
      `## ${example.files.join(" with ")}${(example.flags ?? []).map((flag) => ` ${flag}`).join("")}`,
      "",
      taught,
      "",
      "```",
      `$ npx kafka-trial ${argumentsOf(example).join(" ")}`,
      table,
      "```",
      "",
    ]),
  ].join("\n");
