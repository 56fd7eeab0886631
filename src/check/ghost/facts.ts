/** Facts: what the ghost derives from observations, already set against the committed history. */
import { type ObserverOf, observation } from "../../core/observer.ts";
import type { KafkaResponse } from "../../kafka/messages/index.ts";
import type { FinalState } from "../final-state.ts";
import type { ClientConduct, LinkConduct, SentRequest } from "./client-conduct.ts";
import type { PartitionGhost, ReplicaGhost } from "./partition-ghost.ts";

/** As what a replica was expected to hold a record: member of the controller's ISR, its ELR, or a leader's own ISR. */
export type Duty = "isr" | "elr" | "local-isr";

export const factTable = {
  /** A leader's high watermark took in [from, to) for the first time in the committed history. */
  exposed: observation<[partition: PartitionGhost, leader: ReplicaGhost, from: number, to: number]>(4),
  /** At `offset`, below a high watermark of its own, a replica has another record than the committed history. */
  disagreed: observation<[partition: PartitionGhost, replica: ReplicaGhost, offset: number, isTrueLeader: boolean]>(4),
  /** A batch was written under (offset, epoch) where another record is known. */
  conflicted:
    observation<
      [partition: PartitionGhost, replica: ReplicaGhost, offset: number, epoch: number, record: number, known: number]
    >(6),
  /** The replica lacks the committed record at `offset`, though it should hold it. `leader`: whose high watermark demands it; null: the controller. */
  incomplete:
    observation<
      [partition: PartitionGhost, replica: ReplicaGhost, offset: number, duty: Duty, leader: ReplicaGhost | null]
    >(5),
  /** A true leader took office; its log and the committed history agree below `agreedTo`. Called before the re-basing. */
  tookOffice:
    observation<[partition: PartitionGhost, leader: ReplicaGhost, agreedTo: number, before: ReplicaGhost | null]>(4),
  /** The replica dropped the offsets [from, to) of its log's end. */
  shrunk: observation<[partition: PartitionGhost, replica: ReplicaGhost, from: number, to: number]>(4),
  /** A record became visible a second time. */
  duplicated:
    observation<[partition: PartitionGhost, client: number, record: number, first: number, offset: number]>(5),
  /** A record became visible after a later one of the same producer session. */
  reordered:
    observation<
      [partition: PartitionGhost, client: number, record: number, offset: number, later: number, laterOffset: number]
    >(6),
  /** A record is visible that nobody sent, or whose send surely failed. */
  phantom: observation<[partition: PartitionGhost, record: number, offset: number, why: "never-sent" | "failed"]>(4),
  /** An acks=all success names an offset where the committed history has something else. `visibleAt` -1: nowhere. */
  misplaced:
    observation<[partition: PartitionGhost, client: number, record: number, offset: number, visibleAt: number]>(5),
  /** After each event, what it touched. */
  replicaTouched: observation<[replica: ReplicaGhost]>(1),
  partitionTouched: observation<[partition: PartitionGhost]>(1),
  /** What was healed has come to rest, or should have, while the rest of the cluster is still down. */
  coreRested: observation<[state: FinalState]>(1),
  /** A client asks something; with acks=0 nobody answers. */
  requestSent: observation<[conduct: ClientConduct, request: SentRequest, link: LinkConduct]>(3),
  requestAnswered: observation<[conduct: ClientConduct, request: SentRequest, answer: KafkaResponse]>(3),
  /** Its connection ended, by the client itself or not; `requestLost` follows for each request that was in flight on it. */
  linkEnded: observation<[conduct: ClientConduct, link: LinkConduct, isOwn: boolean]>(3),
  requestLost: observation<[conduct: ClientConduct, request: SentRequest]>(2),
  /** A client has done all that it does at this ms of its clock: told when its next step comes later. */
  instantOver: observation<[conduct: ClientConduct]>(1),
  /** The calm phase begins. */
  calm: observation<[]>(0),
  /** Before the first event of each virtual second. */
  tick: observation<[]>(0),
  finish: observation<[final: FinalState]>(1),
};

export interface Facts extends ObserverOf<typeof factTable> {}
