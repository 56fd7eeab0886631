/**
 * The few facts that matter for one violation, one line each, in Kafka's words, at most twelve: how the partition stood,
 * what was written and acknowledged, who died, who was elected, and the violation itself in one sentence.
 */
import type { Violation } from "../../check/check.ts";
import type { Fact, FactKind } from "../facts/fact.ts";
import { nameIn, type RecordedFacts } from "../facts/fact-recorder.ts";
import { type Focus, focusOf, tellsRecordsApart, touches } from "./focus.ts";
import { merged, withAgain } from "./merge.ts";
import { stall } from "./stall.ts";
import { standing, withAbsentees } from "./standing.ts";
import { heaviest, weightInStory } from "./weights.ts";
import { factText, seconds } from "./words.ts";

/** With the line that says how the partition stood, and the violation. */
export const storyLines = 12;

const leastWeight = 12;

/** A line of a story: a fact in words, or last the violation (no fact). */
export interface StoryLine {
  readonly atMicros: number;
  readonly fact: Fact | null;
  readonly text: string;
}

/** As it is printed: the time of the run, and what happened. */
export const lineText = ({ atMicros, text }: StoryLine): string => `${seconds(atMicros).padStart(9)} ${text}`;

export function story(recorded: RecordedFacts, violation: Violation, most = storyLines): readonly StoryLine[] {
  const focus = focusOf(violation, recorded);
  const until = recorded.facts.filter((fact) => fact.event <= violation.event);
  const isStall = violation.guarantee === "progress" && violation.subject.kind !== "records";
  const facts = isStall ? stall(recorded, until, focus, most - 2) : chosen(until, focus, most);
  const before = facts.length === 0 ? null : standing(until, facts[0]!, focus);
  const told = withAgain(before === null ? facts : [before, ...facts]);
  return [
    ...told.map((fact) => {
      const text = factText(fact, nameIn(recorded, fact.topicPartition));
      return { atMicros: fact.atMicros, fact, text };
    }),
    { atMicros: violation.atMicros, fact: null, text: violation.sentence },
  ];
}

function chosen(until: readonly Fact[], focus: Focus, most: number): readonly Fact[] {
  const { violation } = focus;
  const appended = appendOf(until, focus)?.event ?? 0;
  const weightOf = (fact: Fact): number => weightInStory(fact, focus, appended);
  const relevant = until.filter((fact) => weightOf(fact) >= leastWeight);
  const facts = withAbsentees(merged(relevant, focus), focus, appended);
  const weights = new Map(facts.map((fact) => [fact, weightOf(fact)]));
  liftReturns(facts, weights);
  if (tellsRecordsApart(violation)) liftSends(facts, weights);
  liftLastElection(facts, weights, violation.guarantee === "protocol");
  return heaviest(facts, (fact) => weights.get(fact)!, most - 2);
}

/** The append that was acknowledged, or the first. */
function appendOf(until: readonly Fact[], focus: Focus): Fact | undefined {
  const appends = until.filter((fact) => fact.kind === "append" && touches(fact, focus));
  const ack = until.findLast((fact) => fact.kind === "ack" && touches(fact, focus));
  if (ack === undefined || focus.violation.guarantee !== "no-acked-loss") return appends[0];
  return appends.findLast((fact) => fact.event <= ack.event) ?? appends[0];
}

/** What a broker does after its death needs its return; a return after which it does nothing is no news. */
function liftReturns(facts: readonly Fact[], weights: Map<Fact, number>): void {
  for (const [i, fact] of facts.entries()) {
    if (fact.kind !== "up" && fact.kind !== "reopen") continue;
    const next = facts
      .slice(i + 1)
      .find((later) => later.nodes.some((node) => fact.nodes.includes(node)) && later.kind !== "reopen");
    if (next === undefined || !deeds.has(next.kind)) continue;
    weights.set(fact, Math.max(weights.get(fact)!, Math.min(79, weights.get(next)! - 1)));
  }
}

const deeds = new Set<FactKind>(["elect", "append", "copy", "ack", "truncate", "lead"]);

/** What is appended twice, or late, was sent: the attempt before each append. */
function liftSends(facts: readonly Fact[], weights: Map<Fact, number>): void {
  for (const [i, fact] of facts.entries()) {
    if (fact.kind !== "append") continue;
    const send = facts
      .slice(0, i)
      .findLast((one) => one.kind === "send" && one.records.some((record) => fact.records.includes(record)));
    if (send !== undefined) weights.set(send, 95);
  }
}

/** The election that brought the last leader explains the end; or, where the protocol erred, the last change of the ISR. */
function liftLastElection(facts: readonly Fact[], weights: Map<Fact, number>, protocol: boolean): void {
  const last = facts.findLast((fact) => fact.kind === "elect" || (protocol && fact.kind === "isr"));
  if (last !== undefined) weights.set(last, Math.max(99, weights.get(last)!));
}
