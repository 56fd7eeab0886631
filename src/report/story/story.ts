/**
 * The few facts that matter for one violation, one line each, in Kafka's words, at most twelve: how the partition stood,
 * what was written and acknowledged, who died, who was elected, and the violation itself in one sentence.
 */
import type { Violation } from "../../check/check.ts";
import { type Fact, type FactKind, factText } from "../fact.ts";
import type { Told } from "../fact-recorder.ts";
import { heaviest, stamp } from "./heaviest.ts";
import { merged, standing, withAbsentees, withAgain } from "./merge.ts";
import { type Subject, subjectOf, tellsRecordsApart, touches } from "./subject.ts";
import { weigh } from "./weight.ts";

/** With the line that says how the partition stood, and the violation. */
export const storyLines = 12;

const leastWeight = 12;

export function story(told: Told, violation: Violation, most = storyLines): readonly string[] {
  const subject = subjectOf(violation, told);
  const until = told.facts.filter((fact) => fact.event <= violation.event);
  const facts = chosen(until, subject, most);
  const before = facts.length === 0 ? null : standing(until, facts[0]!, subject);
  const lines = withAgain(before === null ? facts : [before, ...facts]);
  const name = (fact: Fact): string => (fact.topicPartition === -1 ? "" : told.nameOf(fact.topicPartition));
  return [
    ...lines.map((fact) => `${stamp(fact.atMicros)} ${factText(fact, name(fact))}`),
    `${stamp(violation.atMicros)} ${violation.sentence}`,
  ];
}

function chosen(until: readonly Fact[], subject: Subject, most: number): readonly Fact[] {
  const { violation } = subject;
  const appended = appendOf(until, subject)?.event ?? 0;
  const relevant = until.filter((fact) => weigh(fact, subject, appended) >= leastWeight);
  const facts = withAbsentees(merged(relevant, subject), subject, appended);
  const weights = new Map(facts.map((fact) => [fact, weightOf(fact, subject, appended)]));
  liftReturns(facts, weights);
  if (tellsRecordsApart(violation)) liftSends(facts, weights);
  liftLastElection(facts, weights, violation.guarantee === "protocol");
  return heaviest(facts, weights, most - 2);
}

/** The append that was acknowledged, or the first. */
function appendOf(until: readonly Fact[], subject: Subject): Fact | undefined {
  const appends = until.filter((fact) => fact.kind === "append" && touches(fact, subject));
  const ack = until.findLast((fact) => fact.kind === "ack" && touches(fact, subject));
  if (ack === undefined || subject.violation.guarantee !== "no-acked-loss") return appends[0];
  return appends.findLast((fact) => fact.event <= ack.event) ?? appends[0];
}

const weightOf = (fact: Fact, subject: Subject, appended: number): number =>
  fact.kind === "absent" ? 97 : weigh(fact, subject, appended);

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
