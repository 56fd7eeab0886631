/** Fewer facts, nothing lost: what several did at one time is one fact, a broker that comes back is told once. */
import { does, type Fact, type FactKind, listed, sentence, whoIs } from "../fact.ts";
import { type Subject, tellsRecordsApart, touches } from "./subject.ts";

/** Followers that copy a batch one after another do it at one time for a reader. */
const oneTimeMicros = 20_000;

export function merged(facts: readonly Fact[], subject: Subject): readonly Fact[] {
  return joined(withTears(withoutVainSends(withoutDoubles(facts), subject).map((fact) => inWordsOf(fact, subject))));
}

/** Of the attempts to send a record the first is told, and the last before each append: what came of the others is nothing. */
function withoutVainSends(facts: readonly Fact[], subject: Subject): readonly Fact[] {
  if (!tellsRecordsApart(subject.violation)) return facts;
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
 * Where records are told apart, appends and sends say which of them they carry.
 */
function inWordsOf(fact: Fact, subject: Subject): Fact {
  if (fact.kind === "tear" && subject.offset >= 0 && touches(fact, subject))
    return { ...fact, says: does("lose", `%p@${subject.offset}, which was not flushed yet`) };
  if (!tellsRecordsApart(subject.violation)) return fact;
  const known = fact.records.filter((record) => subject.records.has(record)).map((record) => `record ${record}`);
  const isPart = fact.kind === "send" && fact.records.length > 1;
  return fact.kind === "append" || isPart ? naming(fact, known) : fact;
}

function naming(fact: Fact, records: readonly string[]): Fact {
  if (records.length === 0) return fact;
  const put = (text: string): string => text.replace(/ (in epoch|for %p)/, ` (${listed(records)}) $1`);
  return { ...fact, says: { one: put(fact.says.one), many: put(fact.says.many) } };
}

/** `loses power` and `loses %p@5, ...` of one node at one time are one deed. */
function withTears(facts: readonly Fact[]): readonly Fact[] {
  const torn = (fact: Fact): Fact | undefined =>
    facts.find((tear) => tear.kind === "tear" && tear.event === fact.event && tear.nodes[0] === fact.nodes[0]);
  return facts.flatMap((fact) => {
    if (fact.kind === "tear") {
      const down = facts.some(
        (other) => other.kind === "down" && other.event === fact.event && other.nodes[0] === fact.nodes[0],
      );
      return down ? [] : [fact];
    }
    const tear = fact.kind === "down" ? torn(fact) : undefined;
    if (tear === undefined) return [fact];
    const what = tear.says.one.replace(/^loses /, "");
    return [{ ...tear, kind: "tear" as const, says: does("lose", `power, and with it ${what}`) }];
  });
}

/** Equal words of several nodes, at one time, with nothing decisive between them. */
function joined(facts: readonly Fact[]): readonly Fact[] {
  const out: Fact[] = [];
  for (const fact of facts) {
    const at = out.findLastIndex((other) => isSameDeed(other, fact));
    const other = out[at];
    if (isRepeat(out.at(-1), fact)) out[out.length - 1] = fact;
    else if (other === undefined) out.push(fact);
    else if (!fact.nodes.every((node) => other.nodes.includes(node)))
      out[at] = { ...other, nodes: [...other.nodes, ...fact.nodes].sort((a, b) => a - b) };
  }
  return out;
}

/** Of attempts that follow one another, with nothing in between, the last is told: it says how many they were. */
export const isRepeat = (last: Fact | undefined, fact: Fact): boolean =>
  last?.kind === "send" && fact.kind === "send" && last.records.join() === fact.records.join();

const isSameDeed = (a: Fact, b: Fact): boolean =>
  a.kind === b.kind &&
  a.says.one === b.says.one &&
  a.topicPartition === b.topicPartition &&
  b.atMicros - a.atMicros <= (a.kind === "copy" ? oneTimeMicros : 1000) &&
  a.nodes.length > 0;

/** Who of the replicas does not hold the record when the first broker dies or a leader is elected after its append. */
export function withAbsentees(facts: readonly Fact[], subject: Subject, appended: number): readonly Fact[] {
  if (subject.violation.guarantee !== "no-acked-loss") return facts;
  const append = facts.findIndex((fact) => fact.kind === "append" && fact.event >= appended && touches(fact, subject));
  if (append < 0) return facts;
  const end = facts.findIndex((fact, i) => i > append && (isBrokerDown(fact, subject) || fact.kind === "elect"));
  if (end < 0) return facts;
  const holders = new Set(
    facts
      .slice(append, end)
      .filter((fact) => (fact.kind === "append" || fact.kind === "copy") && touches(fact, subject))
      .flatMap((fact) => fact.nodes),
  );
  const absent = subject.replicas.filter((replica) => !holders.has(replica)).sort((a, b) => a - b);
  if (absent.length === 0) return facts;
  const told: Fact = {
    ...facts[end]!,
    kind: "absent",
    nodes: absent,
    records: [],
    says: does("have", `not fetched %p@${subject.offset}`),
    topicPartition: subject.topicPartition,
  };
  return [...facts.slice(0, end), told, ...facts.slice(end)];
}

const isBrokerDown = (fact: Fact, { replicas }: Subject): boolean =>
  (fact.kind === "down" || fact.kind === "tear") && fact.nodes.some((node) => replicas.includes(node));

/** A second death of a node whose return is not told. */
export function withAgain(facts: readonly Fact[]): readonly Fact[] {
  const down = new Set<number>();
  return facts.map((fact) => {
    if (fact.kind === "up" || fact.kind === "reopen") for (const node of fact.nodes) down.delete(node);
    if (fact.kind !== "down" && fact.kind !== "tear") return fact;
    const again = fact.nodes.every((node) => down.has(node));
    for (const node of fact.nodes) down.add(node);
    const put = (text: string): string => text.replace(/^(loses? power|shuts? down|crash(es)?)/, "$& again");
    return again ? { ...fact, says: { one: put(fact.says.one), many: put(fact.says.many) } } : fact;
  });
}

/** How the partition stood before the first fact that is told: leader, epoch, ISR, and who was down. */
export function standing(all: readonly Fact[], first: Fact, subject: Subject): Fact | null {
  if (subject.topicPartition === -1 || first.kind === "elect") return null;
  let registration = null;
  const down = new Set<number>();
  for (const fact of all) {
    if (fact.event >= first.event) break;
    if (fact.topicPartition === subject.topicPartition && fact.registration !== null) registration = fact.registration;
    if (fact.kind === "down") for (const node of fact.nodes) down.add(node);
    if (fact.kind === "up") for (const node of fact.nodes) down.delete(node);
  }
  if (registration === null) return null;
  const { leader, leaderEpoch, isr } = registration;
  const dead = subject.replicas.filter((replica) => down.has(replica)).sort((a, b) => a - b);
  const office = dead.includes(leader) ? "is still the leader of" : "leads";
  const who = leader < 0 ? "%p has no leader" : `${whoIs(leader)} ${office} %p in epoch ${leaderEpoch}`;
  const absent = dead.length === 0 ? "" : `; ${listed(dead.map(whoIs))} ${dead.length > 1 ? "are" : "is"} down`;
  return {
    ...first,
    kind: "state",
    nodes: [],
    topicPartition: subject.topicPartition,
    says: sentence(`${who}, ISR ${listed(isr.map(whoIs))}${absent}`),
  };
}
