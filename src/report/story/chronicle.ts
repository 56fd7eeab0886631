/**
 * What happened in a run in which nothing went wrong, or nothing that a check speaks of: who died and came back, what the
 * network and the operators did, who led, and what became of a few records, one line each.
 */
import { controllerId } from "../../core/ids.ts";
import { does, type Fact, type FactKind, factText, listed, type Predicate } from "../fact.ts";
import type { Told } from "../fact-recorder.ts";
import { heaviest, stamp } from "./heaviest.ts";
import { isRepeat, withoutDoubles } from "./merge.ts";

/** Facts about the cluster; of brokers and links. */
const ofTheCluster: Readonly<Partial<Record<FactKind, number>>> = {
  wipe: 92,
  down: 90,
  elect: 88,
  leaderless: 86,
  fault: 85,
  config: 85,
  pause: 85,
  bump: 80,
  position: 80,
  isr: 75,
  up: 70,
  reopen: 69,
  truncate: 65,
  heal: 60,
  resume: 60,
  create: 50,
};

/** Facts about the records that are followed. */
const ofTheRecords: Readonly<Partial<Record<FactKind, number>>> = {
  append: 82,
  read: 80,
  call: 78,
  complete: 74,
  refuse: 72,
  delete: 64,
  send: 40,
};

interface Line {
  readonly fact: Fact;
  readonly names: string[];
  says: Predicate;
}

/** What happens to several partitions at once is told once, and a broker that comes back with all its logs. */
const atOnceMicros = 2000;

export function chronicle(told: Told, records: ReadonlySet<number>, most: number): readonly string[] {
  const weights = new Map<Fact, number>();
  const lines: Line[] = [];
  for (const fact of withoutDoubles(told.facts)) {
    const weight = weightOf(fact, told, records);
    if (weight === 0) continue;
    const name = fact.topicPartition === -1 ? "" : told.nameOf(fact.topicPartition);
    const same = lines.findLast(({ fact: other }) => isSameDeed(other, fact));
    if (same !== undefined) {
      if (!same.names.includes(name)) same.names.push(name);
      if (fact.kind === "reopen") same.says = does("start", "again with its logs of %p");
      continue;
    }
    const last = lines.at(-1);
    if (isRepeat(last?.fact, fact)) weights.delete(lines.pop()!.fact);
    weights.set(fact, weight);
    lines.push({ fact, names: [name], says: fact.says });
  }
  const kept = new Set(heaviest([...weights.keys()], weights, most));
  return lines
    .filter(({ fact }) => kept.has(fact))
    .map(({ fact, names, says }) => {
      const text = factText({ ...fact, says }, fewOf(names));
      return `${stamp(fact.atMicros)} ${names.length > 1 ? ofSeveral(text) : text}`;
    });
}

/** Beyond so many partitions two of them stand for all. */
const mostNames = 4;

function fewOf(names: readonly string[]): string {
  const sorted = [...names].sort();
  if (sorted.length <= mostNames) return listed(sorted);
  return listed([...sorted.slice(0, 2), `${sorted.length - 2} more partitions`]);
}

/** Sentences about a partition, said of several. */
const ofSeveral = (text: string): string =>
  text
    .replace(" is created ", " are created ")
    .replace(" has no leader: its ISR", " have no leader: their ISR")
    .replace(" has no leader", " have no leader");

function weightOf(fact: Fact, told: Told, records: ReadonlySet<number>): number {
  // A reader that learns of a truncation.
  if (fact.kind === "read" && fact.records.length === 0) return ofTheRecords.read ?? 0;
  const ofRecords = ofTheRecords[fact.kind];
  if (ofRecords !== undefined) return isFollowed(fact, told, records) ? ofRecords : 0;
  const weight = ofTheCluster[fact.kind] ?? 0;
  return fact.nodes.includes(controllerId) ? weight / 2 : weight;
}

/** What is deleted is told by its offsets: whatever of the followed records lies there. */
function isFollowed(fact: Fact, told: Told, records: ReadonlySet<number>): boolean {
  if (fact.kind !== "delete") return fact.records.some((record) => records.has(record));
  return told.facts.some(
    (other) =>
      other.kind === "append" &&
      other.topicPartition === fact.topicPartition &&
      other.from < fact.to &&
      other.records.some((record) => records.has(record)),
  );
}

const isSameDeed = (a: Fact, b: Fact): boolean =>
  a.kind === b.kind &&
  (a.says.one === b.says.one || a.kind === "reopen") &&
  a.nodes.join() === b.nodes.join() &&
  b.atMicros - a.atMicros <= atOnceMicros;
