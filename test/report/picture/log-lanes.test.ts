/** What a picture draws beside each line: the logs as the facts up to that line leave them, and no further. */
import { expect, test } from "vitest";
import { propertySpace } from "../../../src/arbitrary/space.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { FactLog } from "../../../src/report/facts/fact-log.ts";
import { Mirror } from "../../../src/report/facts/mirror.ts";
import { type Lane, lanesAfter } from "../../../src/report/picture/log-lanes.ts";
import { picture } from "../../../src/report/picture/picture.ts";
import { tell } from "../../../src/report/tell.ts";
import { findFailures } from "../../campaign/failures.ts";
import { freshPartition } from "../../kafka/metadata/fresh-partition.ts";

const tp = topicPartition(1, 0);

const drawn = (lanes: readonly Lane[]): readonly string[] =>
  lanes.map((lane) => {
    const boxes = Array.from({ length: lane.end }, (_, offset) => lane.epochAt(offset)).join(" ");
    return `b${lane.broker}${lane.isLeader ? "*" : ""}${lane.isUp ? "" : " down"}${lane.isInSync ? "" : " out"}: ${boxes}`;
  });

test("each line has the logs of its own moment", () => {
  const log = new FactLog({ event: () => 1, atMicros: () => 1 }, new Mirror());
  const registration = { ...freshPartition([2, 1, 3]), isr: [2, 1] };
  log.write({ kind: "create", topicPartition: tp, registration, leader: 2, isr: [2, 1] });
  log.write({ kind: "lead", nodes: [2], topicPartition: tp, from: 0, epoch: 0 });
  const append = log.write({ kind: "append", nodes: [2], topicPartition: tp, from: 0, to: 2, epoch: 0 });
  const copy = log.write({ kind: "copy", nodes: [1], topicPartition: tp, from: 0, to: 2, epoch: 0 });
  const down = log.write({ kind: "down", nodes: [2], reason: "process-crash" });
  log.write({ kind: "truncate", nodes: [1], topicPartition: tp, from: 0, to: 9, epoch: 1 });
  expect(lanesAfter(log.facts, tp, [append, copy, down, null]).map(drawn)).toEqual([
    ["b1: ", "b2*: 0 0", "b3 out: "],
    ["b1: 0 0", "b2*: 0 0", "b3 out: "],
    ["b1: 0 0", "b2 down: 0 0", "b3 out: "],
    ["b1: ", "b2 down: 0 0", "b3 out: "],
  ]);
});

test("a picture has a row for each line, and nothing where no partition is concerned", () => {
  const [failure] = findFailures(propertySpace("I-01"), ({ topicPartition: about }) => about >= 0, 1);
  const narration = tell(failure!.scenario, { fingerprint: failure!.violation.fingerprint });
  const svg = picture(narration);
  for (const { text } of narration.story) expect(svg).toContain(text.replaceAll("<", "&lt;"));
  expect(svg).not.toMatch(/undefined|NaN/);
  expect(picture({ ...narration, violation: { ...failure!.violation, topicPartition: -1 } })).toBe("");
  expect(picture({ ...narration, violation: null })).toBe("");
});
