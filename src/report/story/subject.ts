/** What a violation is about: its partition, the offset or records concerned, the nodes it names. */
import type { Violation } from "../../check/check.ts";
import { nodesOf, offsetOf, recordsOf } from "../../check/subject.ts";
import type { Fact } from "../fact.ts";
import type { Told } from "../fact-recorder.ts";

export interface Subject {
  readonly violation: Violation;
  readonly topicPartition: number;
  /** -1: none. */
  readonly offset: number;
  readonly records: ReadonlySet<number>;
  readonly nodes: ReadonlySet<number>;
  /** The partition's replicas; empty when the violation is about no partition. */
  readonly replicas: readonly number[];
}

export function subjectOf(violation: Violation, told: Told): Subject {
  const { topicPartition } = violation;
  const offset = offsetOf(violation.subject);
  const records = new Set(recordsOf(violation.subject));
  const nodes = new Set(nodesOf(violation.subject));
  if (records.size === 0 && tellsRecordsApart(violation)) {
    for (const fact of told.facts)
      if (fact.kind === "append" && fact.topicPartition === topicPartition && fact.from <= offset && offset < fact.to)
        for (const record of fact.records) records.add(record);
  }
  const ofRecord = told.facts.find((fact) => fact.kind === "assign" && fact.records.some((id) => records.has(id)));
  const tp = topicPartition === -1 ? (ofRecord?.topicPartition ?? -1) : topicPartition;
  return {
    violation,
    topicPartition: tp,
    offset,
    records,
    nodes,
    replicas: told.replicas.get(tp) ?? [],
  };
}

/** Duplicates and wrong orders are about records, wherever they lie; losses about the place that they were promised. */
export const tellsRecordsApart = ({ guarantee }: Violation): boolean =>
  guarantee === "per-key-order" || guarantee === "no-duplicate";

/** The loss, duplicate or wrong order of a record; or something that is wrong with the cluster itself. */
export const isAboutRecords = ({ violation, offset, records }: Subject): boolean =>
  violation.guarantee !== "progress" && (records.size > 0 || (violation.guarantee !== "protocol" && offset >= 0));

/** Does the fact move or show the record (or, without one, the offset) that the violation is about? */
export function touches(fact: Fact, { offset, records }: Subject): boolean {
  if (records.size > 0 && fact.records.length > 0) return fact.records.some((record) => records.has(record));
  if (offset < 0) return false;
  return fact.from >= 0 && fact.from <= offset && offset < fact.to;
}
