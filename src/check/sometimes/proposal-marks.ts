/** Marks of ISR proposals: what became of a broker, or of the controller, while one that names it was under way. */
import { controllerId } from "../../core/ids.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Marks } from "../marks.ts";
import type { Monitor } from "../monitor.ts";
import { hitter } from "./hit.ts";

interface Proposal {
  /** Who is to be let in. */
  readonly candidates: readonly number[];
  readonly sinceMicros: number;
  isDown: boolean;
  isBack: boolean;
  isWiped: boolean;
}

const lateMicros = 500_000;

export function proposalMarks(ghost: Ghost, met: Marks): Monitor {
  const hit = (name: string): (() => void) => hitter(met, name);
  const late = hit("alter-partition-late");
  const down = hit("isr-candidate-down");
  const back = hit("isr-candidate-registered-anew");
  const wiped = hit("isr-candidate-lost-disk");
  const controllerDown = hit("controller-down-with-proposal");
  /** The last one of each partition, until the controller has changed the partition. */
  const open = new Map<TopicPartition, Proposal>();
  const about = (node: number, note: (proposal: Proposal) => void): void => {
    for (const proposal of open.values()) if (proposal.candidates.includes(node)) note(proposal);
  };
  return {
    isrProposed: (_leader, tp, isr) => {
      const inIsr = ghost.partition.registration?.isr ?? [];
      const candidates = isr.filter((broker) => !inIsr.includes(broker));
      open.set(tp, { candidates, sinceMicros: ghost.atMicros, isDown: false, isBack: false, isWiped: false });
    },
    partitionChanged: (tp) => {
      open.delete(tp);
    },
    alterPartitionJudged: (tp) => {
      const proposal = open.get(tp);
      if (proposal === undefined) return;
      if (ghost.atMicros - proposal.sinceMicros > lateMicros) late();
      if (proposal.isBack) back();
      if (proposal.isWiped) wiped();
    },
    nodeDown: (node) => {
      if (node === controllerId && open.size > 0) controllerDown();
      about(node, (proposal) => {
        proposal.isDown = true;
        down();
      });
    },
    diskWiped: (node) =>
      about(node, (proposal) => {
        proposal.isWiped = true;
      }),
    brokerRegistered: (node) =>
      about(node, (proposal) => {
        proposal.isBack ||= proposal.isDown;
      }),
  };
}
