/** Pages on statistics: under their own names and under those of Kafka's metrics. */
import { expect, test } from "vitest";
import { statisticCards } from "../../src/check/statistic-cards.ts";
import { explainable, pageOf } from "../../src/report/pages.ts";

test("every statistic has a page with what it counts and its unit", () => {
  expect(explainable()["statistic"]).toEqual(statisticCards.map((card) => card.name));
  for (const { name, sentence, unit } of statisticCards)
    expect(pageOf(name)?.lines.slice(0, 2)).toEqual([sentence, `Unit: ${unit}`]);
});

test.each([
  ["UnderReplicatedPartitions", "kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions"],
  ["underminisrpartitioncount", "kafka.server:type=ReplicaManager,name=UnderMinIsrPartitionCount"],
  ["OfflinePartitionsCount", "kafka.controller:type=KafkaController,name=OfflinePartitionsCount"],
  ["UncleanLeaderElectionsPerSec", "kafka.controller:type=ControllerStats,name=UncleanLeaderElectionsPerSec"],
  ["IsrShrinksPerSec", "kafka.server:type=ReplicaManager,name=IsrShrinksPerSec"],
])("%s is found as operators know it", (name, metric) => {
  expect(pageOf(name)?.lines).toContain(`Kafka's metric: ${metric}`);
});

test("what has no name has no page", () => {
  expect(pageOf("UnderReplicated")).toBeNull();
});
