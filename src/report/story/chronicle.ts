/**
 * What happened in a run in which nothing went wrong, or nothing that a check speaks of: who died and came back, what the
 * network and the operators did, who led, and what became of a few records, one line each.
 */
import type { Fact } from "../facts/fact.ts";
import { nameIn, type RecordedFacts } from "../facts/fact-recorder.ts";
import { isRepeat, isSameDeed, withoutDoubles } from "./merge.ts";
import type { StoryLine } from "./story.ts";
import { heaviest, weightInChronicle } from "./weights.ts";
import { factText } from "./words.ts";

interface Entry {
  readonly fact: Fact;
  readonly weight: number;
  readonly names: string[];
}

/** What happens to several partitions at once is told once, and a broker that comes back with all its logs. */
const atOnceMicros = 2000;

export function chronicle(recorded: RecordedFacts, records: ReadonlySet<number>, most: number): readonly StoryLine[] {
  const isFollowed = followed(recorded.facts, records);
  const entries: Entry[] = [];
  for (const fact of withoutDoubles(recorded.facts)) {
    const weight = weightInChronicle(fact, isFollowed);
    if (weight === 0) continue;
    const names = nameIn(recorded, fact.topicPartition);
    const same = entries.findLast(({ fact: other }) => isAtOnce(other, fact));
    if (same !== undefined) same.names.push(...names.filter((name) => !same.names.includes(name)));
    else {
      if (isRepeat(entries.at(-1)?.fact, fact)) entries.pop();
      entries.push({ fact, weight, names: [...names] });
    }
  }
  return heaviest(entries, ({ weight }) => weight, most).map(({ fact, names }) => ({
    atMicros: fact.atMicros,
    fact,
    text: factText(fact, names),
  }));
}

function isAtOnce(a: Fact, b: Fact): boolean {
  if (a.nodes.join() !== b.nodes.join()) return false;
  if (a.kind === "reopen" && b.kind === "reopen") return b.atMicros - a.atMicros <= atOnceMicros;
  return isSameDeed(a, b, atOnceMicros);
}

/** Does a fact concern one of these records? What is deleted is told by its offsets: whatever of them lies there. */
function followed(facts: readonly Fact[], records: ReadonlySet<number>): (fact: Fact) => boolean {
  const isOne = (fact: Fact): boolean => fact.records.some((record) => records.has(record));
  const appends = facts.filter((fact) => fact.kind === "append" && isOne(fact));
  return (fact) =>
    fact.kind === "delete-records"
      ? appends.some((append) => append.topicPartition === fact.topicPartition && append.from < fact.to)
      : isOne(fact);
}
