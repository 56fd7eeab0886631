/** How it stands when something has not come: who has fetched how far, who does not lead, whom nobody answers. */
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { Fact, FactDraft, FactKind } from "../facts/fact.ts";
import { drafted } from "../facts/fact-log.ts";
import type { RecordedFacts } from "../facts/fact-recorder.ts";
import type { Focus } from "./focus.ts";

/** Facts of the moment of the violation. */
export function inTheEnd(recorded: RecordedFacts, until: readonly Fact[], focus: Focus): readonly Fact[] {
  const { subject, event, atMicros } = focus.violation;
  const told = (draft: FactDraft): Fact => drafted(draft, { index: until.length - 1, event, endsAt: event, atMicros });
  switch (subject.kind) {
    case "cluster":
      return recorded.inputs.busiest(subject.sinceMicros, 2).map((busy) => told({ kind: "busy", ...busy }));
    case "send":
      return unanswered(until, subject.client, subject.record).map(told);
    default:
      return ofPartition(recorded, until, focus).map(told);
  }
}

function unanswered(until: readonly Fact[], client: number, record: number): readonly FactDraft[] {
  const about = until.filter((fact) => fact.records.includes(record));
  const last = about.findLast((fact) => fact.kind === "send");
  const who = { nodes: [client], records: [record] };
  if (last?.kind !== "send") return [{ kind: "unanswered", ...who, broker: -1 }];
  const isAnswered = about.some((fact) => fact.index > last.index && (fact.kind === "refuse" || fact.kind === "ack"));
  return isAnswered ? [] : [{ kind: "unanswered", ...who, broker: last.broker }];
}

function ofPartition({ last }: RecordedFacts, until: readonly Fact[], focus: Focus): readonly FactDraft[] {
  const { topicPartition, violation } = focus;
  const registration = last.registrations.get(topicPartition);
  if (registration === undefined) return [];
  const { leader, leaderEpoch: epoch, addingReplicas, removingReplicas } = registration;
  if (leader < 0) return candidates(until, registration);
  const here = until.filter((fact) => fact.topicPartition === topicPartition);
  const office = here.findLast((fact) => fact.kind === "lead" && fact.nodes[0] === leader);
  const drafts: FactDraft[] = [];
  if (office?.kind !== "lead" || office.epoch !== epoch)
    drafts.push({ kind: "no-office", nodes: [leader], topicPartition, epoch });
  if (violation.subject.kind === "partition" && addingReplicas.length + removingReplicas.length > 0)
    drafts.push({ kind: "state", topicPartition, registration, down: [] });
  for (const follower of followersOf(focus, registration)) {
    const fetch = here.findLast(
      (fact) =>
        fact.kind === "fetch" &&
        fact.nodes[0] === follower &&
        fact.leader === leader &&
        fact.index > (office?.index ?? -1),
    );
    const { start, end } = last.replica(leader, topicPartition);
    const about = { nodes: [follower], topicPartition, leader };
    const sinceMicros = fetch?.atMicros ?? -1;
    const to = last.replica(follower, topicPartition).end;
    if (fetch === undefined || fetch.to < end)
      drafts.push({ kind: "lag", ...about, epoch, from: fetch?.to ?? -1, to, start, end, sinceMicros });
    else if (!registration.isr.includes(follower) && !isProposed(here, follower, fetch))
      drafts.push({ kind: "unproposed", ...about, sinceMicros });
  }
  return drafts;
}

/** The follower that the violation names; of a leader's mark its ISR, of a reassignment those outside. */
function followersOf(
  { violation: { subject } }: Focus,
  { leader, isr, replicas }: PartitionRegistration,
): readonly number[] {
  const followers = replicas.filter((broker) => broker !== leader);
  if (subject.kind === "isr-change") return followers.filter((broker) => broker === subject.member);
  if (subject.kind === "partition") return followers.filter((broker) => !isr.includes(broker));
  if (subject.kind !== "replica") return [];
  return followers.filter((broker) =>
    subject.broker === subject.leader ? isr.includes(broker) : broker === subject.broker,
  );
}

/** Of a partition without a leader: who could be elected, and what is known of them. */
function candidates(until: readonly Fact[], registration: PartitionRegistration): readonly FactDraft[] {
  const { isr, eligibleLeaderReplicas: eligible } = registration;
  return [...isr, ...eligible].flatMap((node): readonly FactDraft[] => {
    const fact = until.findLast(({ kind, nodes }) => standings.has(kind) && nodes.includes(node));
    if (fact === undefined) return [];
    const is = fact.kind === "down" ? "down" : fact.kind === "fence" ? "fenced" : "unfenced";
    return [{ kind: "candidate", nodes: [node], isEligible: !isr.includes(node), is, sinceMicros: fact.atMicros }];
  });
}

const standings = new Set<FactKind>(["down", "fence", "unfence"]);

const isProposed = (here: readonly Fact[], follower: number, since: Fact): boolean =>
  here.some((fact) => fact.kind === "propose" && fact.isr.includes(follower) && fact.index > since.index);
