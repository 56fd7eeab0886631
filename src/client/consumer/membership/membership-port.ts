/** What the membership of a consumer in its group needs of that consumer: any host that gives this can be a member. */
import type { NodeId } from "../../../core/ids.ts";
import type { Millis } from "../../../core/time.ts";
import type { AssignableTopic } from "../../../kafka/assignors/assignor.ts";
import type { ResolvedGroup } from "../../../kafka/config/resolve-group.ts";
import type { ErrorCode } from "../../../kafka/errors.ts";
import type { TopicPartitions } from "../../../kafka/messages/consumer-protocol.ts";
import type { GroupRequest } from "../../../kafka/messages/groups.ts";
import type { ClientContext } from "../../context.ts";

/** Who a member is to its coordinator; what it was when a request was sent decides what the answer means (KAFKA-9823). */
export interface MemberIdentity {
  /** "": unknown. */
  readonly memberId: string;
  /** -1: none. */
  readonly generationId: number;
}

export interface MembershipPort {
  readonly self: NodeId;
  readonly config: ResolvedGroup;
  readonly rack: string | null;
  /** What the application subscribes to, in the order of the names. */
  topics(): readonly string[];
  /** It subscribes to this topic, or its pattern matches it. */
  mayBeAssigned(topic: string): boolean;
  /** What metadata knows of a topic; null: nothing. */
  topic(name: string): AssignableTopic | null;
  /** No answer with metadata is waited for. */
  isMetadataFresh(): boolean;
  /** Of these topics the leader's metadata must tell; []: of the application's own again. */
  watchTopics(topics: readonly string[]): void;
  /** The application is inside poll: only then may a rebalance go on. */
  isPolling(): boolean;
  /** When poll must have been called again; Infinity while it is inside. */
  pollDeadlineMs(): Millis;
  /** When the coordinator's connection takes a request: Infinity while it is unknown (a look-up is under way then). */
  coordinatorReadyAtMs(): Millis;
  /** To be called when `coordinatorReadyAtMs` has come. `timeoutMs`: null for request.timeout.ms. */
  send(body: GroupRequest, call: MembershipCall, timeoutMs: Millis | null, context: ClientContext): void;
  nextCorrelationId(): number;
  /** Forgets who the coordinator is, then closes the connection to it. */
  coordinatorUnknown(context: ClientContext): void;
  /** What the application holds: assigned, and neither revoked nor lost. In the order of topics. */
  owned(): readonly TopicPartitions[];
  /** Before JoinGroup, with enable.auto.commit: false until the commit is done or given up (G-52). `deadlineMs`: when to give up. */
  commitBeforeJoin(deadlineMs: Millis, context: ClientContext): boolean;
  /** The callbacks of the application, and with them what is fetched. */
  revoked(partitions: readonly TopicPartitions[], context: ClientContext): void;
  lost(partitions: readonly TopicPartitions[], context: ClientContext): void;
  /** `added`: what is new; the application holds `owned()` and these from now on. */
  assigned(added: readonly TopicPartitions[], generationId: number, context: ClientContext): void;
  /** Thrown out of poll, which has ended with it. The next poll tries again. */
  thrown(errorCode: ErrorCode, context: ClientContext): void;
}

/** What is remembered of a request to the coordinator until it is answered. */
export interface MembershipCall {
  readonly kind: "join-group" | "sync-group" | "heartbeat" | "leave-group";
  readonly sentWith: MemberIdentity;
}
