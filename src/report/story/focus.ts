/** What the story of a violation looks for: its partition, the offset or records concerned, the nodes it names. */
import type { Violation } from "../../check/check.ts";
import { nodesOf, offsetOf, recordsOf } from "../../check/subject.ts";
import type { Fact } from "../facts/fact.ts";
import type { RecordedFacts } from "../facts/fact-recorder.ts";

export interface Focus {
  readonly violation: Violation;
  readonly topicPartition: number;
  /** -1: none. */
  readonly offset: number;
  readonly records: ReadonlySet<number>;
  readonly nodes: ReadonlySet<number>;
  /** The partition's replicas; empty when the violation is about no partition. */
  readonly replicas: readonly number[];
}

export function focusOf(violation: Violation, { facts, last }: RecordedFacts): Focus {
  const { subject, topicPartition } = violation;
  const offset = offsetOf(subject);
  const records = new Set(recordsOf(subject));
  if (records.size === 0 && tellsRecordsApart(violation)) {
    for (const fact of facts)
      if (fact.kind === "append" && fact.topicPartition === topicPartition && covers(fact, offset))
        for (const record of fact.records) records.add(record);
  }
  const ofRecord = facts.find((fact) => fact.kind === "assign" && fact.records.some((id) => records.has(id)));
  const tp = topicPartition === -1 ? (ofRecord?.topicPartition ?? -1) : topicPartition;
  return {
    violation,
    topicPartition: tp,
    offset,
    records,
    nodes: new Set(nodesOf(subject)),
    replicas: last.registrations.get(tp)?.replicas ?? [],
  };
}

/** Duplicates and wrong orders are about records, wherever they lie; losses about the place that they were promised. */
export const tellsRecordsApart = ({ guarantee }: Violation): boolean =>
  guarantee === "per-key-order" || guarantee === "no-duplicate";

/** The loss, duplicate or wrong order of a record; or something that is wrong with the cluster itself. */
export const isAboutRecords = ({ violation, offset, records }: Focus): boolean =>
  violation.guarantee !== "progress" && (records.size > 0 || (violation.guarantee !== "protocol" && offset >= 0));

/** Does the fact move or show the record (or, without one, the offset) that the violation is about? */
export function touches(fact: Fact, { offset, records }: Focus): boolean {
  if (records.size > 0 && fact.records.length > 0) return fact.records.some((record) => records.has(record));
  return offset >= 0 && covers(fact, offset);
}

const covers = ({ from, to }: Fact, offset: number): boolean => from >= 0 && from <= offset && offset < to;
