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

/** One sentence from what was judged, and the first thing that the tool itself remarked of the files. */
export function lesson({ profiles, notes, removed }: Judged): string {
  const judged = profiles.map((profile) => ({
    ...profile,
    loss: profile.guarantees.find(({ guarantee }) => guarantee === "no-acked-loss"),
  }));
  const kept = judged.filter(({ loss }) => loss?.verdict === "held").map(({ profile }) => profile);
  const lost = judged
    .filter(({ loss }) => loss !== undefined && loss.brokenRuns > 0)
    .map(({ profile, loss, runs }) => `${profile} (${loss?.brokenRuns} of ${runs} runs)`);
  const first =
    kept.length === 0
      ? "Nothing promises here that an acknowledged record is kept"
      : `An acknowledged record is promised to be kept, and was, under ${kept.join(", ")}`;
  const second = lost.length === 0 ? "; none was lost in these runs." : `; it was lost under ${lost.join(", ")}.`;
  const remarks = [...removed.slice(0, 1), ...notes.filter((note) => !isSmall(note))].slice(0, 1);
  return `${first}${second}${remarks.map((remark) => ` The tool says: ${remark}.`).join("")}`;
}

/** What was assumed for the trial, not what the reader should know of the configuration. */
const isSmall = (note: string): boolean =>
  /judged with a topic of|^judged as|no server file given|brokers assumed/.test(note);

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
