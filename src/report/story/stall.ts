/**
 * The story of something that never comes: what last changed and why, what is tried and refused from then on, how often,
 * and how it stands in the end.
 */
import { isController } from "../../core/ids.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { Fact, FactKind } from "../facts/fact.ts";
import type { RecordedFacts } from "../facts/fact-recorder.ts";
import { silences, silencesControl } from "../facts/silence.ts";
import type { Focus } from "./focus.ts";
import { deedOf } from "./merge.ts";
import { inTheEnd } from "./stall-end.ts";
import { heaviest, weightInStall } from "./weights.ts";

/** Of the facts until the violation those that tell a stall. */
export function stall(recorded: RecordedFacts, until: readonly Fact[], focus: Focus, most: number): readonly Fact[] {
  const isSpinning = focus.violation.subject.kind === "cluster";
  const loop = isSpinning ? spinning(until, focus) : [];
  const history = historyOf(until, focus, loop);
  const facts = [
    ...history,
    ...(isSpinning ? loop : signsOf(until, focus, history)),
    ...inTheEnd(recorded, until, focus),
  ];
  const newest = history.length - 1;
  const weightOf = (fact: Fact): number => {
    const place = history.indexOf(fact);
    if (place >= 0) return historyWeight - (newest - place);
    return isOver(fact, focus) ? weightInStall(fact) / 2 : weightInStall(fact);
  };
  return heaviest(
    [...facts].sort((a, b) => a.index - b.index),
    weightOf,
    most,
  );
}

/** It was tried in vain for a while, and then no more. */
const isOver = ({ repeated }: Fact, { violation }: Focus): boolean =>
  repeated !== undefined && repeated.untilMicros < violation.atMicros - overMicros;

const overMicros = 5_000_000;

/** Of the last change; those before it weigh a little less. */
const historyWeight = 84;

/** Where the stall begins: the last change of the partition; of a send its call, of a broker what was last said of it. */
function turnOf(until: readonly Fact[], { violation: { subject }, topicPartition }: Focus): number {
  switch (subject.kind) {
    case "send":
      return until.findIndex((fact) => fact.kind === "call" && fact.records.includes(subject.record));
    case "broker":
      return until.findLastIndex((fact) => ofBrokers.has(fact.kind) && fact.nodes.includes(subject.broker));
    default:
      return until.findLastIndex((fact) => fact.topicPartition === topicPartition && fact.registration !== null);
  }
}

const ofBrokers = new Set<FactKind>(["fence", "unfence"]);

/** So many changes of the partition are told, each with its cause. */
const changesTold = 3;

/** `loop`: what a cluster spins on; its history is that of the partition concerned, before. */
function historyOf(until: readonly Fact[], focus: Focus, loop: readonly Fact[]): readonly Fact[] {
  const { subject } = focus.violation;
  if (subject.kind === "send" || subject.kind === "broker") {
    const turn = until[turnOf(until, focus)];
    return turn === undefined ? [] : withCauses(turn);
  }
  const tp = subject.kind === "cluster" ? (loop[0]?.topicPartition ?? -1) : focus.topicPartition;
  const end = subject.kind === "cluster" ? (loop[0]?.index ?? 0) : until.length;
  const changes = until.slice(0, end).filter((fact) => isChange(fact, tp));
  const told = changes.slice(-changesTold).flatMap(withCauses);
  return [...new Set(told)].sort((a, b) => a.index - b.index);
}

/** The words of a fence say themselves that its broker is down, paused or stopping. */
const withCauses = (fact: Fact): readonly Fact[] =>
  fact.cause === null || (fact.kind === "fence" && fact.cause.kind !== "fault")
    ? [fact]
    : [...withCauses(fact.cause), fact];

const isChange = (fact: Fact, tp: TopicPartition): boolean =>
  fact.kind === "delete-topic"
    ? fact.partitions.includes(tp)
    : fact.topicPartition === tp && fact.registration !== null;

/** What is tried, refused or in the way from the last change on. */
function signsOf(until: readonly Fact[], focus: Focus, history: readonly Fact[]): readonly Fact[] {
  const turn = turnOf(until, focus);
  const since = until[turn]?.event ?? -1;
  const isLater = (fact: Fact): boolean =>
    (fact.index > turn || fact.endsAt > since || isGivenUp(fact, until)) && !history.includes(fact);
  return folded(until.filter((fact) => isLater(fact) && isSign(fact, focus)));
}

/** Given up before, and not followed again: what the ISR became since has not changed that. */
const isGivenUp = (fact: Fact, until: readonly Fact[]): boolean =>
  fact.kind === "give-up" &&
  !until.some(
    ({ kind, index, topicPartition, nodes }) =>
      kind === "follow" && index > fact.index && topicPartition === fact.topicPartition && nodes[0] === fact.nodes[0],
  );

function isSign(fact: Fact, { violation: { subject }, topicPartition, nodes, replicas }: Focus): boolean {
  if (weightInStall(fact) === 0) return false;
  if (subject.kind === "send")
    return fact.records.includes(subject.record) || (fact.topicPartition === -1 && fact.nodes.includes(subject.client));
  if (fact.records.length > 0 || (fact.topicPartition !== -1 && fact.topicPartition !== topicPartition)) return false;
  const concerned = nodes.size > 1 ? [...nodes] : [...nodes, ...replicas];
  if (fact.kind === "fault")
    return concerned.some(
      (a) => (!isController(a) && silencesControl(fact, a)) || concerned.some((b) => a !== b && silences(fact, a, b)),
    );
  return (fact.kind === "refuse-fetch" ? [fact.reader] : fact.nodes).some((node) => concerned.includes(node));
}

/** What happens less often is not what a cluster spins on. */
const spins = 20;

/** What repeats in the last second, from its first time on, the most frequent first. */
function spinning(until: readonly Fact[], { violation: { subject } }: Focus): readonly Fact[] {
  const sinceMicros = subject.kind === "cluster" ? subject.sinceMicros : 0;
  const often = folded(until.filter((fact) => fact.atMicros >= sinceMicros && weightInStall(fact) > 0))
    .filter(({ repeated }) => repeated !== undefined && repeated.times >= spins)
    .sort((a, b) => b.repeated!.times - a.repeated!.times)
    .slice(0, spinsTold)
    .map(seriesOf);
  return folded(until.filter((fact) => often.includes(seriesOf(fact))));
}

const spinsTold = 4;

const seriesOf = (fact: Fact): string => `${fact.nodes.join()} ${fact.topicPartition} ${deedOf(fact)}`;

/** The same by the same, again and again, is told once, where it began. */
function folded(facts: readonly Fact[]): readonly Fact[] {
  const series = new Map<string, Fact[]>();
  for (const fact of facts) {
    const key = seriesOf(fact);
    const same = series.get(key);
    if (same === undefined) series.set(key, [fact]);
    else same.push(fact);
  }
  return [...series.values()]
    .flatMap(([first, ...others]): readonly Fact[] => {
      const last = others.at(-1);
      if (last === undefined) return [first!];
      return [{ ...first!, repeated: { times: others.length + 1, untilMicros: last.atMicros } }];
    })
    .sort((a, b) => a.index - b.index);
}
