/** What a story adds to the facts of the run: how the partition stood before it, and who did not hold the record. */
import type { Fact } from "../facts/fact.ts";
import { drafted } from "../facts/fact-log.ts";
import { Mirror } from "../facts/mirror.ts";
import { type Focus, touches } from "./focus.ts";

/** How the partition stood before the first fact that is told: leader, epoch, ISR, and who was down. */
export function standing(all: readonly Fact[], first: Fact, focus: Focus): Fact | null {
  if (focus.topicPartition === -1 || first.kind === "elect") return null;
  const mirror = new Mirror();
  for (const fact of all) {
    if (fact.event >= first.event) break;
    mirror.apply(fact);
  }
  const registration = mirror.registrations.get(focus.topicPartition);
  if (registration === undefined) return null;
  const down = focus.replicas.filter((replica) => mirror.down.has(replica)).sort((a, b) => a - b);
  return drafted({ kind: "state", topicPartition: focus.topicPartition, registration, down }, before(first));
}

/** Who of the replicas does not hold the record when the first broker dies or a leader is elected after its append. */
export function withAbsentees(facts: readonly Fact[], focus: Focus, appended: number): readonly Fact[] {
  if (focus.violation.guarantee !== "no-acked-loss") return facts;
  const append = facts.findIndex((fact) => fact.kind === "append" && fact.event >= appended && touches(fact, focus));
  if (append < 0) return facts;
  const end = facts.findIndex((fact, i) => i > append && (isBrokerDown(fact, focus) || fact.kind === "elect"));
  if (end < 0) return facts;
  const holders = new Set(
    facts
      .slice(append, end)
      .filter((fact) => (fact.kind === "append" || fact.kind === "copy") && touches(fact, focus))
      .flatMap((fact) => fact.nodes),
  );
  const nodes = focus.replicas.filter((replica) => !holders.has(replica)).sort((a, b) => a - b);
  if (nodes.length === 0) return facts;
  const { topicPartition, offset: from } = focus;
  const absent = drafted({ kind: "absent", topicPartition, nodes, from }, before(facts[end]!));
  return [...facts.slice(0, end), absent, ...facts.slice(end)];
}

/** Of its moment, and yet without what it did. */
const before = (fact: Fact): Fact => ({ ...fact, index: fact.index - 1 });

const isBrokerDown = (fact: Fact, { replicas }: Focus): boolean =>
  (fact.kind === "down" || fact.kind === "tear") && fact.nodes.some((node) => replicas.includes(node));
