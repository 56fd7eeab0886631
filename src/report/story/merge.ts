/** Fewer facts, nothing lost: what several did at one time is one fact, a broker that comes back is told once. */
import type { Fact, FactKind } from "../facts/fact.ts";
import { type Focus, tellsRecordsApart, touches } from "./focus.ts";

/** Followers that copy a batch one after another do it at one time for a reader. */
const oneTimeMicros = 20_000;

export function merged(facts: readonly Fact[], focus: Focus): readonly Fact[] {
  return joined(withTears(withoutVainSends(withoutDoubles(facts), focus).map((fact) => asSeenFrom(fact, focus))));
}

/** Of the attempts to send a record the first is told, and the last before each append: what came of the others is nothing. */
function withoutVainSends(facts: readonly Fact[], { violation }: Focus): readonly Fact[] {
  if (!tellsRecordsApart(violation)) return facts;
  const sent = new Set<string>();
  return facts.filter((fact, i) => {
    if (fact.kind !== "send") return true;
    const name = fact.records.join();
    const isFirst = !sent.has(name);
    sent.add(name);
    const next = facts.slice(i + 1).find((later) => sharesRecord(later, fact, ["send", "append"]));
    return isFirst || next?.kind === "append";
  });
}

const sharesRecord = (fact: Fact, other: Fact, kinds: readonly FactKind[]): boolean =>
  kinds.includes(fact.kind) && fact.records.some((record) => other.records.includes(record));

/** A process that comes back opens its log: the second fact says both. */
export function withoutDoubles(facts: readonly Fact[]): readonly Fact[] {
  return facts.filter((fact, i) => {
    if (fact.kind !== "up") return true;
    for (const next of facts.slice(i + 1)) {
      if (next.nodes.length !== 1 || next.nodes[0] !== fact.nodes[0]) continue;
      if (next.kind === "down") return true;
      if (next.kind === "reopen") return next.atMicros > fact.atMicros + oneTimeMicros;
    }
    return true;
  });
}

/**
 * What went with the record is told of the record alone, so that replicas that lost different ends lose it together.
 * Where records are told apart, or two of them stand in one place, appends and sends say which of them they carry.
 */
function asSeenFrom(fact: Fact, focus: Focus): Fact {
  const { offset, records, violation } = focus;
  if (fact.kind === "tear" && offset >= 0 && touches(fact, focus)) return { ...fact, from: offset, to: offset + 1 };
  if (!tellsRecordsApart(violation) && records.size < 2) return fact;
  if (fact.kind === "append" || (fact.kind === "send" && fact.records.length > 1))
    return { ...fact, named: fact.records.filter((record) => records.has(record)) };
  return fact;
}

/** The loss of power and of what was not flushed, of one node at one time, are one deed. */
function withTears(facts: readonly Fact[]): readonly Fact[] {
  const twinOf = (fact: Fact, kind: FactKind): Fact | undefined =>
    facts.find((twin) => twin.kind === kind && twin.event === fact.event && twin.nodes[0] === fact.nodes[0]);
  return facts.flatMap((fact): readonly Fact[] => {
    if (fact.kind === "tear") return twinOf(fact, "down") === undefined ? [fact] : [];
    const tear = fact.kind === "down" ? twinOf(fact, "tear") : undefined;
    return tear?.kind === "tear" ? [{ ...tear, withPower: true }] : [fact];
  });
}

/** The same of several nodes, at one time; what the controller does to them, only if nothing lies between. */
function joined(facts: readonly Fact[]): readonly Fact[] {
  const out: Fact[] = [];
  for (const fact of facts) {
    const at = out.findLastIndex(
      (other, i) =>
        (fact.kind !== "fence" || i === out.length - 1) &&
        other.topicPartition === fact.topicPartition &&
        other.nodes.length > 0 &&
        isSameDeed(other, fact, fact.kind === "copy" ? oneTimeMicros : 1000),
    );
    const other = out[at];
    if (isRepeat(out.at(-1), fact)) out[out.length - 1] = fact;
    else if (other === undefined) out.push(fact);
    else if (!fact.nodes.every((node) => other.nodes.includes(node)))
      out[at] = { ...other, index: fact.index, nodes: [...other.nodes, ...fact.nodes].sort((a, b) => a - b) };
  }
  return out;
}

/** Of attempts that follow one another, with nothing in between, the last is told: it says how many they were. */
export const isRepeat = (last: Fact | undefined, fact: Fact): boolean =>
  last?.kind === "send" && fact.kind === "send" && last.records.join() === fact.records.join();

/** The same, whoever did it to whichever partition, within so many microseconds. */
export const isSameDeed = (a: Fact, b: Fact, withinMicros: number): boolean =>
  a.kind === b.kind && b.atMicros - a.atMicros <= withinMicros && deedOf(a) === deedOf(b);

/** When, who, where and why; the rest of a fact's fields say what. */
const circumstances = new Set<string>([
  "index",
  "event",
  "endsAt",
  "atMicros",
  "nodes",
  "topicPartition",
  "registration",
  "cause",
  "repeated",
] satisfies (keyof Fact)[]);

export const deedOf = (fact: Fact): string =>
  JSON.stringify(Object.entries(fact).filter(([field]) => !circumstances.has(field)));

/** A second death of a node whose return is not told. */
export function withAgain(facts: readonly Fact[]): readonly Fact[] {
  const down = new Set<number>();
  return facts.map((fact) => {
    if (fact.kind === "up" || fact.kind === "reopen") for (const node of fact.nodes) down.delete(node);
    if (fact.kind !== "down" && fact.kind !== "tear") return fact;
    const again = fact.nodes.every((node) => down.has(node));
    for (const node of fact.nodes) down.add(node);
    return again ? { ...fact, again } : fact;
  });
}
