/**
 * The controller machine's state.
 *
 *   durable  the metadata log; the image is the fold of `replay` over it, and nothing else changes the image
 *   soft     sessions, parked fetches: lost with the process, rebuilt by what brokers send (K-28)
 *
 *   boot --fold of the log--> running --command: decide, append and flush, replay, answer--> running
 *   running --the disk refuses a write--> exit
 */
import type { ConnectionId } from "../../core/ids.ts";
import type { Context } from "../../core/machine.ts";
import type { LedgerHost, LedgerTypes } from "../ledger/ledger-host.ts";
import type { MetadataFetchRequest } from "../messages/controller.ts";
import type { KafkaMessage, KafkaResponse } from "../messages/index.ts";
import type { MetadataImage } from "../metadata/image.ts";
import type { MetadataRecord } from "../metadata/records.ts";
import type { KafkaObserver } from "../observer.ts";
import type { ControllerCommand } from "./command.ts";
import type { ControllerFact } from "./decision.ts";
import type { HeartbeatStates } from "./heartbeat-states.ts";
import type { MetadataLog } from "./metadata-log.ts";
import type { Policy } from "./policy.ts";
import type { Sessions } from "./sessions.ts";

export type ControllerContext = Context<KafkaMessage, KafkaObserver>;

/** Whoever waits for a reply is known by the connection of the request. */
export interface ControllerTypes extends LedgerTypes {
  state: MetadataImage;
  command: ControllerCommand;
  record: MetadataRecord;
  reply: KafkaResponse | null;
  fact: ControllerFact;
  waiter: ConnectionId;
  context: ControllerContext;
}

/** A fetch of the metadata log that waits for records. */
interface ParkedFetch {
  readonly request: MetadataFetchRequest;
  readonly connection: ConnectionId;
}

export interface ControllerState {
  readonly policy: Policy;
  readonly host: LedgerHost<ControllerTypes>;
  /** The host's state. */
  readonly image: MetadataImage;
  readonly log: MetadataLog;
  readonly sessions: Sessions;
  readonly heartbeats: HeartbeatStates;
  /** By broker, one each. */
  readonly parked: Map<number, ParkedFetch>;
  /** The session timer is set. */
  isSessionCheckSet: boolean;
  /** So are those of the rounds that balance leaders and elect uncleanly. */
  isBalancingSet: boolean;
  isElectionSet: boolean;
}
