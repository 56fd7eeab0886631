import { expect, test } from "vitest";
import { sideOf } from "../../src/arbitrary/side.ts";
import { effectiveText } from "../../src/report/effective-text.ts";
import { topicReaches } from "../../src/study/promises/topic-reaches.ts";
import { file, loaded } from "../configuration/files.ts";

const topic = (name: string, replicas: number): string =>
  `---\napiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata:\n  name: ${name}\nspec:\n  replicas: ${replicas}\n  partitions: 1\n`;

const textOf = (topics: string): string => {
  const path = file("topics.yaml", topics);
  const one = loaded([path], { brokers: 3, set: ["broker:min.insync.replicas=2"] });
  return effectiveText(one.effective, topicReaches(sideOf(one), ["process-crash", "power-loss"])).join("\n");
};

test("one row for each topic, each value with its place, and the weak topic by name", () => {
  const text = textOf(`${topic("strong", 3)}${topic("weak", 1)}`);
  expect(text).toMatch(/acks=all \(default of Kafka 4\.4\)/);
  expect(text).toMatch(/replication factor=1 \(.*topics\.yaml:15\): weak/);
  expect(text).toMatch(/│ strong\s+│ 3\s+│ 2\s+│ false\s+│ yes\s+│ 1 of 3 lost │/);
  expect(text).toMatch(/│ weak\s+│ 1\s+│ 2\s+│ false\s+│ yes\s+│ 0 of 1 lost │/);
  expect(text).toContain("the weakest: weak");
});

test("topics that keep the same are all as weak as each other", () => {
  expect(textOf(`${topic("one", 3)}${topic("two", 3)}`)).not.toContain("the weakest");
});
