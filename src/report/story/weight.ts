/**
 * How much a fact matters for the story of one violation: 0 is never told, 100 always. What moves the record or the
 * leadership weighs most, then who died and came back, then what surrounds it.
 */
import { controllerId } from "../../core/ids.ts";
import type { Fact, FactKind } from "../fact.ts";
import { isAboutRecords, type Subject, tellsRecordsApart, touches } from "./subject.ts";

/** Facts that matter when they touch the violation's record or offset. */
const ofTheRecord: Readonly<Partial<Record<FactKind, number>>> = {
  append: 100,
  ack: 98,
  tear: 96,
  truncate: 94,
  "restart-log": 94,
  reopen: 78,
  copy: 60,
  refuse: 45,
  read: 45,
  send: 40,
  delete: 35,
  diverge: 30,
};

/** Facts about the partition or the nodes around it, whatever their offsets. */
const ofTheCluster: Readonly<Partial<Record<FactKind, number>>> = {
  wipe: 85,
  down: 80,
  elect: 74,
  pause: 72,
  fault: 66,
  leaderless: 64,
  config: 60,
  late: 58,
  isr: 55,
  bump: 50,
  heal: 40,
  resume: 38,
  up: 36,
  unfence: 8,
  register: 8,
  fence: 20,
  propose: 8,
  lead: 6,
};

/** Causes come before a wrong state, and after the append of a record that is lost, or they last until then. */
const beforeAppend = { record: 0.2, state: 0.85 } as const;

export function weigh(fact: Fact, subject: Subject, appended: number): number {
  const weight = plainWeight(fact, subject);
  if (fact.event >= appended || fact.endsAt > appended) return weight;
  // What comes twice or late was sent before.
  if (fact.kind === "send" && tellsRecordsApart(subject.violation)) return weight;
  return weight * (isAboutRecords(subject) ? beforeAppend.record : beforeAppend.state);
}

function plainWeight(fact: Fact, subject: Subject): number {
  if (!concerns(fact, subject)) return 0;
  const special = specialWeight(fact, subject);
  if (special !== null) return special;
  const ofRecord = ofTheRecord[fact.kind];
  if (ofRecord !== undefined) return touches(fact, subject) ? ofRecord : 0;
  const weight = ofTheCluster[fact.kind] ?? 0;
  if (fact.nodes.includes(controllerId)) return weight / 4;
  return fact.nodes.some((node) => subject.nodes.has(node)) ? weight + 4 : weight;
}

/** Where it depends on the violation; null: it does not. */
function specialWeight(fact: Fact, subject: Subject): number | null {
  const { guarantee } = subject.violation;
  switch (fact.kind) {
    case "truncate":
    case "restart-log":
      return truncationWeight(fact, subject);
    case "reopen":
      return reopenWeight(fact, subject);
    case "read":
      return guarantee === "stable-reads" && touches(fact, subject) ? 92 : null;
    case "call":
    case "assign":
      // Of a send that never ends.
      return guarantee === "progress" && touches(fact, subject) ? 88 : 0;
    case "send":
      if (guarantee === "progress" && touches(fact, subject)) return 62;
      return tellsRecordsApart(subject.violation) && touches(fact, subject) ? 50 : null;
    case "copy":
      return tellsRecordsApart(subject.violation) && touches(fact, subject) ? 20 : null;
    case "complete":
      // What the leader acknowledges is told already; with acks=0 nobody does.
      return guarantee === "no-acked-loss" && fact.from < 0 && touches(fact, subject) ? 98 : 0;
    case "register":
      return guarantee === "protocol" && fact.nodes.some((node) => subject.nodes.has(node)) ? 58 : null;
    case "elect":
      return guarantee === "protocol" ? 83 : null;
    case "isr":
      return guarantee === "protocol" && bringsNamed(fact, subject) ? 82 : null;
    default:
      return null;
  }
}

/** The protocol erred about a replica that this change lets into the ISR. */
const bringsNamed = ({ registration }: Fact, { nodes }: Subject): boolean =>
  registration?.isr.some((node) => nodes.has(node)) ?? false;

function truncationWeight(fact: Fact, subject: Subject): number {
  if (subject.offset < 0 && subject.records.size === 0) return 50;
  return fact.from <= subject.offset ? 94 : 0;
}

/** A replica that comes back without the record shows its loss; any other is a broker that is back. */
const reopenWeight = (fact: Fact, { offset }: Subject): number => (offset >= 0 && fact.to <= offset ? 78 : 36);

/** Of this partition and its replicas, or of the clients that the violation names. */
function concerns(fact: Fact, subject: Subject): boolean {
  if (fact.topicPartition !== -1 && subject.topicPartition !== -1) {
    if (fact.topicPartition !== subject.topicPartition) return false;
  }
  if (fact.nodes.length === 0 || subject.topicPartition === -1) return true;
  if (fact.topicPartition !== -1 && fact.kind !== "send" && fact.kind !== "read") return true;
  return fact.nodes.some(
    (node) =>
      subject.replicas.includes(node) || subject.nodes.has(node) || node === controllerId || touches(fact, subject),
  );
}
