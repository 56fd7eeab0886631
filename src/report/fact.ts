/** One thing that happened in a run, ready to be told: what stories and transcripts choose from. */
import { controllerId, nodeName } from "../core/ids.ts";
import type { PartitionRegistration } from "../kafka/metadata/records.ts";
import type { TopicPartition } from "../kafka/topic-partition.ts";

export type FactKind =
  // logs
  | "open"
  | "reopen"
  | "append"
  | "copy"
  | "truncate"
  | "restart-log"
  | "delete"
  | "diverge"
  | "give-up"
  | "late"
  // replicas
  | "lead"
  | "follow"
  | "fetch"
  | "advance"
  | "ack"
  | "refuse"
  | "propose"
  | "apply"
  // the controller
  | "create"
  | "elect"
  | "leaderless"
  | "isr"
  | "fence"
  | "unfence"
  | "join"
  | "register"
  | "config"
  // clients
  | "call"
  | "assign"
  | "send"
  | "bump"
  | "complete"
  | "read"
  | "refresh"
  | "position"
  // the world
  | "down"
  | "up"
  | "pause"
  | "resume"
  | "tear"
  | "wipe"
  | "fault"
  | "heal"
  // made by a story
  | "state"
  | "absent";

/** What somebody does, as said of one and of several: `copies %p@5`, `copy %p@5`. `%p` stands for the partition. */
export interface Predicate {
  readonly one: string;
  readonly many: string;
}

export interface Fact {
  readonly event: number;
  /** The event with which it was over: a cut healed, a broker back, an ISR changed again. Its own if it was a matter of a moment. */
  endsAt: number;
  readonly atMicros: number;
  readonly kind: FactKind;
  /** Whom it is about; empty: the predicate is a whole sentence. */
  readonly nodes: readonly number[];
  /** -1: not about one partition. */
  readonly topicPartition: TopicPartition;
  /** Range of offsets [from, to); -1 if none. */
  readonly from: number;
  readonly to: number;
  /** Ghost identities of the records concerned. */
  readonly records: readonly number[];
  /** The partition as the controller has it from now on; null unless it changed. */
  readonly registration: PartitionRegistration | null;
  readonly says: Predicate;
}

/** The sentence, without the time. `name` is that of the fact's partition. */
export function factText(fact: Fact, name: string): string {
  const predicate = (fact.nodes.length > 1 ? fact.says.many : fact.says.one).replaceAll("%p", name);
  return fact.nodes.length === 0 ? predicate : `${listed(fact.nodes.map(whoIs))} ${predicate}`;
}

/** A node inside a sentence: `b1`, `the controller`. */
export const whoIs = (node: number): string => (node === controllerId ? "the controller" : nodeName(node));

/** `b1`, `b1 and b2`, `b1, b2 and b3`. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "nobody";
  if (names.length === 1) return names[0]!;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** `does("copy", "%p@5")`: copies or copy, as the subject is one or several. */
export const does = (verb: string, rest = ""): Predicate => {
  const end = rest === "" ? "" : ` ${rest}`;
  return { one: thirdPerson(verb) + end, many: (verb === "be" ? "are" : verb) + end };
};

function thirdPerson(verb: string): string {
  if (verb === "be") return "is";
  if (verb === "have") return "has";
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ies`;
  return /(s|sh|ch|o)$/.test(verb) ? `${verb}es` : `${verb}s`;
}

/** A whole sentence that has no subject among the nodes. */
export const sentence = (text: string): Predicate => ({ one: text, many: text });

/** `%p@5`, or `%p@5..7` for the range [from, to). */
export const offsets = (from: number, to: number): string => `%p@${from}${to > from + 1 ? `..${to - 1}` : ""}`;
