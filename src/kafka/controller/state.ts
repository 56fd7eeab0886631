/**
 * The controller machine's state.
 *
 *   durable  the metadata log; the image is the fold of `replay` over it, and nothing else changes the image
 *   soft     sessions, parked fetches: lost with the process, rebuilt by what brokers send (K-28)
 *
 *   boot --fold of the log--> running --command: decide, append, flush, replay, answer--> running
 *   running --the disk refuses a write--> exit
 */
import type { Context } from "../../core/machine.ts";
import type { KafkaMessage } from "../messages/index.ts";
import type { MetadataImage } from "../metadata/image.ts";
import type { KafkaObserver } from "../observer.ts";
import type { ControllerLedger } from "./ledger.ts";
import type { MetadataLog } from "./metadata-log.ts";
import type { ParkedFetches } from "./parked-fetches.ts";
import type { Policy } from "./policy.ts";
import type { Sessions } from "./sessions.ts";

export type ControllerContext = Context<KafkaMessage, KafkaObserver>;

export interface ControllerState {
  readonly policy: Policy;
  readonly ledger: ControllerLedger;
  readonly log: MetadataLog;
  readonly image: MetadataImage;
  readonly sessions: Sessions;
  readonly parked: ParkedFetches;
  /** When the session timer will fire; Infinity: it is not set. */
  sessionCheckMs: number;
}
