/** Marks of ISR proposals: what became of a broker, or of the controller, while one that names it was under way. */
import { isController } from "../../core/ids.ts";
import { type ErrorCode, Errors } from "../../kafka/errors.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { hitter, type Marks } from "../marks.ts";
import type { Monitor } from "../monitor.ts";

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
  const down = hit("isr-candidate-down");
  const controllerDown = hit("controller-down-with-proposal");
  const pending = hit("alter-partition-pending");
  const judge = judgedMarks(ghost, met);
  /** The last one of each partition, until the controller has changed the partition. */
  const open = new Map<TopicPartition, Proposal>();
  const about = (node: number, note: (proposal: Proposal) => void): void => {
    for (const proposal of open.values()) if (proposal.candidates.includes(node)) note(proposal);
  };
  return {
    isrProposed: (_leader, tp, isr) => {
      pending();
      const inIsr = ghost.partition.registration?.isr ?? [];
      const candidates = isr.filter((broker) => !inIsr.includes(broker));
      open.set(tp, { candidates, sinceMicros: ghost.atMicros, isDown: false, isBack: false, isWiped: false });
    },
    partitionChanged: (tp) => {
      open.delete(tp);
    },
    alterPartitionJudged: (tp, _sender, _leaderEpoch, _partitionEpoch, _brokerEpoch, errorCode) =>
      judge(errorCode, open.get(tp)),
    nodeDown: (node) => {
      if (isController(node) && open.size > 0) controllerDown();
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

function judgedMarks(ghost: Ghost, met: Marks): (errorCode: ErrorCode, proposal: Proposal | undefined) => void {
  const stale = hitter(met, "alter-partition-stale");
  const refused = new Map<ErrorCode, () => void>([
    [Errors.FENCED_LEADER_EPOCH, stale],
    [Errors.STALE_BROKER_EPOCH, stale],
    [Errors.INVALID_UPDATE_VERSION, stale],
    [Errors.INELIGIBLE_REPLICA, hitter(met, "alter-partition-ineligible")],
  ]);
  const late = hitter(met, "alter-partition-late");
  const back = hitter(met, "isr-candidate-registered-anew");
  const wiped = hitter(met, "isr-candidate-lost-disk");
  return (errorCode, proposal) => {
    refused.get(errorCode)?.();
    if (proposal === undefined) return;
    if (ghost.atMicros - proposal.sinceMicros > lateMicros) late();
    if (proposal.isBack) back();
    if (proposal.isWiped) wiped();
  };
}
