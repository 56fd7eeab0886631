/**
 * When and from whom a client asks for metadata (Metadata, NetworkClient.DefaultMetadataUpdater).
 *
 *   idle --an error asked for it, or metadata.max.age.ms over--> wanted --retry back-off over--> in flight
 *   in flight --answer--> idle (or wanted again, if it lacked a leader)   in flight --failure--> wanted
 * With every node in its reconnect back-off, or metadata.recovery.rebootstrap.trigger.ms after the first attempt without an
 * answer, it starts over from the bootstrap list (metadata.recovery.strategy; KIP-899, KIP-1102).
 */
import { invariant } from "../../core/invariant.ts";
import { mix4 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import type { Channel } from "../../kafka/channels.ts";
import type { MetadataRequest, MetadataResponse } from "../../kafka/messages/metadata.ts";
import { backoffMs } from "../backoff.ts";
import type { ClientContext } from "../context.ts";
import { About } from "../names.ts";
import { earliestReadyMs, leastLoadedNode, noNode } from "../network/least-loaded-node.ts";
import {
  linkTo,
  type NetworkClient,
  type NodeLink,
  nextCorrelationId,
  sendRequest,
} from "../network/network-client.ts";
import { applyMetadata, type ClientMetadata, rebootstrap } from "./client-metadata.ts";

interface MetadataConfig {
  readonly metadataMaxAgeMs: Millis;
  readonly retryBackoffMs: Millis;
  readonly retryBackoffMaxMs: Millis;
  readonly metadataRecoveryStrategy: "rebootstrap" | "none";
  readonly metadataRecoveryRebootstrapTriggerMs: Millis;
}

export interface MetadataUpdater {
  readonly config: MetadataConfig;
  /** Names; null: all. */
  topics: readonly string[] | null;
  readonly channel: Channel;
  isWanted: boolean;
  isInFlight: boolean;
  /** The request in flight went out on a connection that had worked before. */
  wasConnected: boolean;
  /** Since the last answer. */
  attempts: number;
  /** Failed requests or answers without news, in a row. */
  fruitless: number;
  /** Not asked before. */
  allowedAtMs: Millis;
  lastSuccessMs: Millis;
  /** When the present attempts began; infinity: none since the last answer. */
  attemptsSinceMs: Millis;
  /** Answers so far. */
  version: number;
}

export function newMetadataUpdater(
  config: MetadataConfig,
  topics: readonly string[] | null,
  channel: Channel,
  nowMs: Millis,
): MetadataUpdater {
  return {
    config,
    topics,
    channel,
    isWanted: true,
    isInFlight: false,
    wasConnected: false,
    attempts: 0,
    fruitless: 0,
    allowedAtMs: nowMs,
    lastSuccessMs: nowMs,
    attemptsSinceMs: Number.POSITIVE_INFINITY,
    version: 0,
  };
}

export function requestUpdate(updater: MetadataUpdater): void {
  updater.isWanted = true;
}

/** When the next request is due; infinity while one is in flight. */
function nextUpdateMs(updater: MetadataUpdater): Millis {
  if (updater.isInFlight) return Number.POSITIVE_INFINITY;
  if (updater.isWanted) return updater.allowedAtMs;
  return Math.max(updater.allowedAtMs, updater.lastSuccessMs + updater.config.metadataMaxAgeMs);
}

/** Sends a request if one is due. Returns when to look again. `call` is what the answer comes back with. */
export function maybeUpdateMetadata<Call>(
  updater: MetadataUpdater,
  metadata: ClientMetadata,
  network: NetworkClient<Call>,
  call: Call,
  context: ClientContext,
): Millis {
  const nowMs = context.nowMs();
  const dueMs = nextUpdateMs(updater);
  if (dueMs > nowMs) return dueMs;
  if (!updater.isWanted) updater.fruitless = 0;
  if (updater.attemptsSinceMs > nowMs) updater.attemptsSinceMs = nowMs;
  const name = mix4(About.leastLoadedNode, network.self, updater.version, updater.attempts);
  let node = leastLoadedNode(network, metadata.nodes, updater.channel, name, context);
  if (node === noNode && updater.config.metadataRecoveryStrategy === "rebootstrap") {
    startOver(updater, metadata, nowMs);
    node = leastLoadedNode(network, metadata.nodes, updater.channel, name, context);
  }
  if (node === noNode) return Math.max(nowMs + 1, earliestReadyMs(network, metadata.nodes, updater.channel));
  send(updater, network, linkTo(network, node, updater.channel), call, context);
  return Number.POSITIVE_INFINITY;
}

/** Has the client asked in vain for so long that it must start over? */
export const mustStartOver = ({ config, attemptsSinceMs }: MetadataUpdater, nowMs: Millis): boolean =>
  config.metadataRecoveryStrategy === "rebootstrap" &&
  nowMs - attemptsSinceMs > config.metadataRecoveryRebootstrapTriggerMs;

export function startOver(updater: MetadataUpdater, metadata: ClientMetadata, nowMs: Millis): void {
  invariant(updater.config.metadataRecoveryStrategy === "rebootstrap", "a client starts over only where it may");
  rebootstrap(metadata);
  invariant(metadata.nodes.length > 0, "a client knows whom to ask when it starts over");
  updater.isWanted = true;
  updater.attemptsSinceMs = nowMs;
}

function send<Call>(
  updater: MetadataUpdater,
  network: NetworkClient<Call>,
  link: NodeLink<Call>,
  call: Call,
  context: ClientContext,
): void {
  const request: MetadataRequest = {
    kind: "Metadata",
    name: mix4(About.metadata, network.self, updater.version, updater.attempts),
    correlationId: nextCorrelationId(network),
    topics: updater.topics,
    allowAutoTopicCreation: true,
  };
  invariant(!updater.isInFlight, "one request for metadata is in flight at a time");
  updater.isInFlight = true;
  updater.wasConnected = link.isConnected;
  updater.attempts++;
  sendRequest(network, link, request, call, context);
}

/** An answer without brokers is that of one that has not heard of the cluster yet. */
export function onMetadataResponse(
  updater: MetadataUpdater,
  metadata: ClientMetadata,
  response: MetadataResponse,
  self: number,
  context: ClientContext,
): void {
  invariant(updater.isInFlight, "metadata comes to who asked for it");
  if (response.brokers.length === 0) {
    updater.isInFlight = false;
    fail(updater, self, context);
    return;
  }
  const change = applyMetadata(metadata, response);
  updater.isInFlight = false;
  updater.attemptsSinceMs = Number.POSITIVE_INFINITY;
  updater.isWanted = change.isIncomplete;
  updater.version++;
  updater.attempts = 0;
  updater.lastSuccessMs = context.nowMs();
  updater.fruitless = change.isNews ? 0 : updater.fruitless + 1;
  setBackoff(updater, self, context);
  context.observer.metadataRefreshed(self);
}

/**
 * The request timed out or its connection is gone. One that never came about is no failed request: the next node is tried
 * at once, and the reconnect back-offs keep the pace (NetworkClient.handleServerDisconnect).
 */
export function onMetadataFailure(updater: MetadataUpdater, self: number, context: ClientContext): void {
  invariant(updater.isInFlight, "a request for metadata fails once");
  updater.isInFlight = false;
  if (updater.wasConnected) {
    fail(updater, self, context);
    return;
  }
  updater.isWanted = true;
  updater.allowedAtMs = context.nowMs();
}

function fail(updater: MetadataUpdater, self: number, context: ClientContext): void {
  updater.isWanted = true;
  updater.fruitless++;
  setBackoff(updater, self, context);
}

function setBackoff(updater: MetadataUpdater, self: number, context: ClientContext): void {
  const { retryBackoffMs, retryBackoffMaxMs } = updater.config;
  const attempt = Math.max(0, updater.fruitless - 1);
  const name = mix4(About.metadataBackoff, self, updater.version, updater.fruitless);
  updater.allowedAtMs = context.nowMs() + backoffMs(retryBackoffMs, retryBackoffMaxMs, attempt, name, context);
}
