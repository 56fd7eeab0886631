/**
 * The few facts that matter for one violation, one line each, in Kafka's words, at most twelve.
 *
 * Chosen by what the violation is about (its partition, its record or offset), then thinned by weight: what moves the
 * record or the leadership stays, what merely surrounds it goes first.
 */

import type { Violation } from "../check/check.ts";
import { nodeName } from "../core/ids.ts";
import type { PartitionRegistration } from "../kafka/metadata/records.ts";
import { type Fact, listed } from "./fact.ts";

export const storyLines = 12;

export interface Told {
  readonly facts: readonly Fact[];
  /** Replicas by partition as they were created, to say who had not fetched. */
  readonly replicas: ReadonlyMap<number, PartitionRegistration["replicas"]>;
}

export function story(told: Told, violation: Violation): readonly string[] {
  const subject = subjectOf(violation);
  const until = told.facts.filter((fact) => fact.event <= violation.event);
  const relevant = until.filter((fact) => weight(fact, violation, subject) > 0);
  const lines = merged(withAbsentees(relevant, told, violation, subject));
  return [...thinned(lines, violation, subject).map(line), `${stamp(violation.atMicros)} ${violation.sentence}`];
}

interface Subject {
  readonly offset: number;
  readonly record: number;
  readonly nodes: ReadonlySet<number>;
}

function subjectOf(violation: Violation): Subject {
  const { witness } = violation;
  const number = (key: string): number => (typeof witness[key] === "number" ? witness[key] : -1);
  const nodes = new Set<number>();
  for (const [key, value] of Object.entries(witness)) {
    if (typeof value === "number" && /broker|leader$|follower|node|replica/i.test(key)) nodes.add(value);
  }
  return { offset: number("offset"), record: number("record"), nodes };
}

/** 0: not in the story; else the higher the longer it stays. */
function weight(fact: Fact, violation: Violation, subject: Subject): number {
  const here = violation.topicPartition === -1 || fact.topicPartition === violation.topicPartition;
  if (fact.topicPartition !== -1 && !here) return 0;
  const touches = aboutSubject(fact, subject);
  switch (fact.kind) {
    case "append":
    case "ack":
      return touches ? 100 : 0;
    case "copy":
    case "send":
      return touches ? 40 : 0;
    case "read":
    case "refuse":
      return touches ? 30 : 0;
    case "truncate":
    case "restart-log":
    case "tear":
    case "wipe":
      return fact.kind === "truncate" && subject.offset >= 0 && fact.from > subject.offset ? 0 : 90;
    case "elect":
      return 95;
    case "down":
      return 92;
    case "fault":
      return 60;
    case "pause":
      return 70;
    case "reopen":
      return fact.to >= 0 && subject.offset >= 0 && fact.to <= subject.offset ? 50 : 0;
    case "isr":
      return 55;
    case "delete":
      return 35;
    case "up":
      return 25;
    case "register":
    case "fence":
      return 20;
    case "lead":
      return 10;
  }
}

function aboutSubject(fact: Fact, subject: Subject): boolean {
  if (subject.record >= 0 && fact.records.length > 0) return fact.records.includes(subject.record);
  if (subject.offset < 0) return fact.kind !== "send";
  return fact.from <= subject.offset && subject.offset < fact.to;
}

/** Before the first crash after the append: who of the replicas does not hold the record. */
function withAbsentees(facts: readonly Fact[], told: Told, violation: Violation, subject: Subject): readonly Fact[] {
  const append = facts.findIndex((fact) => fact.kind === "append" && aboutSubject(fact, subject));
  if (append < 0 || subject.offset < 0) return facts;
  const crash = facts.findIndex((fact, i) => i > append && (fact.kind === "down" || fact.kind === "elect"));
  if (crash < 0) return facts;
  const holders = new Set(
    facts.slice(append, crash).flatMap((fact) => (fact.kind === "append" || fact.kind === "copy" ? [fact.node] : [])),
  );
  const absent = (told.replicas.get(violation.topicPartition) ?? []).filter((replica) => !holders.has(replica));
  if (absent.length === 0) return facts;
  const before = facts[crash]!;
  const text = `${listed(absent.map(nodeName))} ${absent.length > 1 ? "have" : "has"} not fetched it`;
  const missing: Fact = {
    ...before,
    kind: "ack",
    node: -1,
    text,
    records: [],
    from: subject.offset,
    to: subject.offset + 1,
  };
  return [...facts.slice(0, crash), missing, ...facts.slice(crash)];
}

/** Several followers that copy the same offsets one after another are one line. */
function merged(facts: readonly Fact[]): readonly Fact[] {
  const out: Fact[] = [];
  for (const fact of facts) {
    const last = out.at(-1);
    if (last?.kind === "copy" && fact.kind === "copy" && last.from === fact.from && last.to === fact.to) {
      const names = `${last.text.slice(0, last.text.indexOf(" copies "))}, ${nodeName(fact.node)}`;
      out[out.length - 1] = { ...last, text: `${names}${last.text.slice(last.text.indexOf(" copies "))}` };
    } else if (last?.text !== fact.text) out.push(fact);
  }
  return out;
}

function thinned(facts: readonly Fact[], violation: Violation, subject: Subject): readonly Fact[] {
  const kept = [...facts];
  while (kept.length > storyLines - 1) {
    let lightest = 0;
    for (let i = 1; i < kept.length; i++) {
      if (weight(kept[i]!, violation, subject) < weight(kept[lightest]!, violation, subject)) lightest = i;
    }
    kept.splice(lightest, 1);
  }
  return kept;
}

const stamp = (atMicros: number): string => `${(atMicros / 1_000_000).toFixed(3).padStart(8)}s`;
const line = (fact: Fact): string => `${stamp(fact.atMicros)} ${fact.text}`;
