/**
 * Faults and operator actions as plain data: printable, shrinkable, independent of one another.
 *
 * Times and durations are virtual ms from the start of the run. `id` names the fault's own chance (torn tails, late
 * requests), so that removing one fault changes nothing about another. A fault starts at a time or on a protocol event.
 */
export type Trigger =
  | { readonly at: number }
  /** On the nth time that the named observation is made with these values (omitted: any), at the end of that step. */
  | {
      readonly on: AnchorEvent;
      /** -1: nobody, as when a partition is left without a leader. */
      readonly node?: number;
      readonly topicPartition?: string;
      readonly offset?: number;
      readonly leaderEpoch?: number;
      readonly nth?: number;
      /** Observations count from this time on; omitted: from the start. */
      readonly sinceMs?: number;
      /** False: the step's sends are lost with the node. Default true. */
      readonly withSends?: boolean;
    };

/** A trigger that waits for an observation from the start goes on doing so. */
export function laterBy(trigger: Trigger, ms: number): Trigger {
  if ("at" in trigger) return { at: trigger.at + ms };
  return trigger.sinceMs === undefined ? trigger : { ...trigger, sinceMs: trigger.sinceMs + ms };
}

/** The anchor of an observation, as its row names it: `appended`, `elected`. */
export type AnchorEvent = string;

interface Base {
  readonly id: number;
  readonly trigger: Trigger;
}

/** Nodes are written as in stories: `b2`, `controller`, `producer-0`. */
export type NodeName = string;

export type Fault =
  | (Base & { readonly kind: "process-crash"; readonly node: NodeName; readonly downMs: number })
  /** `tail`: how much of what was not flushed survives: none, or a random part of it. */
  | (Base & {
      readonly kind: "power-loss";
      readonly nodes: readonly NodeName[];
      readonly downMs: number;
      readonly tail: "none" | "torn";
    })
  | (Base & { readonly kind: "rack-outage"; readonly rack: string; readonly power: boolean; readonly downMs: number })
  | (Base & { readonly kind: "pause"; readonly node: NodeName; readonly durationMs: number })
  | (Base & { readonly kind: "controlled-shutdown"; readonly node: NodeName; readonly downMs: number })
  | (Base & { readonly kind: "rolling-restart"; readonly downMs: number; readonly gapMs: number })
  /** The broker dies, one disk (or all: -1) comes back empty. */
  | (Base & { readonly kind: "disk-wipe"; readonly node: NodeName; readonly disk: number; readonly downMs: number })
  | (Base & { readonly kind: "disk-fail"; readonly node: NodeName; readonly disk: number; readonly durationMs: number })
  | (Base & { readonly kind: "disk-full"; readonly node: NodeName; readonly disk: number; readonly durationMs: number })
  | (Base & {
      readonly kind: "disk-slow";
      readonly node: NodeName;
      readonly disk: number;
      readonly factor: number;
      readonly durationMs: number;
    })
  /** `oneWay`: only from the first group to the second. */
  | (Base & {
      readonly kind: "cut";
      readonly from: readonly NodeName[];
      readonly to: readonly NodeName[];
      readonly oneWay: boolean;
      readonly durationMs: number;
    })
  | (Base & { readonly kind: "isolate"; readonly node: NodeName; readonly durationMs: number })
  | (Base & {
      readonly kind: "slow-link";
      readonly from: NodeName;
      readonly to: NodeName;
      readonly extraMs: number;
      readonly durationMs: number;
    })
  | (Base & { readonly kind: "reset"; readonly from: NodeName; readonly to: NodeName })
  | (Base & { readonly kind: "clock-jump"; readonly node: NodeName; readonly jumpMs: number })
  | (Base & {
      readonly kind: "clock-drift";
      readonly node: NodeName;
      readonly driftPpm: number;
      readonly durationMs: number;
    })
  /** The broker's heartbeats to the controller are lost, all else works. */
  | (Base & { readonly kind: "session-loss"; readonly node: NodeName; readonly durationMs: number })
  | (Base & { readonly kind: "client-crash"; readonly node: NodeName; readonly downMs: number })
  | (Base & { readonly kind: "client-pause"; readonly node: NodeName; readonly durationMs: number })
  /** `via`: an admin client, which asks any broker and again until it is answered; or the controller itself, once (KIP-919). */
  | (Base & {
      readonly kind: "admin";
      readonly action: AdminAction | MembershipAction;
      readonly via?: "controller";
    });

/**
 * A broker is added (one above the brokers of the scenario stands by until then), or taken out of service for good: its
 * replicas move away, it is shut down in order and unregistered. `add-broker` may bring it back.
 */
export interface MembershipAction {
  readonly do: "add-broker" | "remove-broker";
  readonly broker: number;
}

export const isMembership = (action: AdminAction | MembershipAction): action is MembershipAction =>
  action.do === "add-broker" || action.do === "remove-broker";

export type AdminAction =
  | {
      readonly do: "reassign";
      readonly topic: string;
      readonly partition: number;
      readonly replicas: readonly number[];
    }
  | { readonly do: "add-partitions"; readonly topic: string; readonly count: number }
  | { readonly do: "alter-config"; readonly topic: string; readonly key: string; readonly value: string | null }
  | { readonly do: "elect-preferred" }
  | { readonly do: "elect-unclean"; readonly topic: string; readonly partition: number }
  | {
      readonly do: "create-topic";
      readonly topic: string;
      readonly partitions: number;
      readonly replicationFactor: number;
      /** Under Kafka's own keys; default: none. */
      readonly configs?: Readonly<Record<string, string>>;
    }
  | { readonly do: "delete-topic"; readonly topic: string }
  | { readonly do: "delete-records"; readonly topic: string; readonly partition: number; readonly offset: number };

export type FaultKind = Fault["kind"];
