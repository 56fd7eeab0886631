/**
 * An admin client and its commands, each on its own (KafkaAdminClient):
 *
 *   waiting --metadata known, back-off over--> in flight --answer--> done
 *   in flight --retriable error, or its connection ended--> waiting      any --default.api.timeout.ms over--> done
 */
import type { NodeId } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import type { AdminAction } from "../../kafka/messages/operator.ts";
import type { Rules } from "../../kafka/rules/rules.ts";
import type { AdminConfig } from "../admin-config.ts";
import type { ClientMetadata } from "../metadata/client-metadata.ts";
import type { MetadataUpdater } from "../metadata/metadata-updater.ts";
import type { NetworkClient } from "../network/network-client.ts";

export interface PendingCommand {
  readonly action: AdminAction;
  /** Name of the message that brought it. */
  readonly name: number;
  readonly deadlineMs: Millis;
  /** Metadata answers before it came: it waits for one more, as topics may have been made anew. */
  readonly metadataVersion: number;
  attempts: number;
  allowedAtMs: Millis;
  isInFlight: boolean;
  isDone: boolean;
}

export type AdminCall = { readonly kind: "metadata" } | { readonly kind: "command"; readonly command: PendingCommand };

export interface AdminState {
  readonly self: NodeId;
  readonly config: AdminConfig;
  readonly rules: Rules;
  readonly network: NetworkClient<AdminCall>;
  readonly metadata: ClientMetadata;
  readonly updater: MetadataUpdater;
  /** In the order in which they came. */
  readonly commands: PendingCommand[];
  wakeAtMs: Millis;
}
