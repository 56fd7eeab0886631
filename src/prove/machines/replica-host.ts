/** What a model gives the replication code of one broker: an environment in which no time passes, and a place for what it sends. */
import type { TrialObserver } from "../../check/observer.ts";
import type { ReplicaEnv } from "../../kafka/replication/env.ts";
import type { ReplicaTable } from "../../kafka/replication/fetch-context.ts";
import type { Rules } from "../../kafka/rules/rules.ts";
import type { ModelMessage, Parcel } from "../fields/message-fields.ts";
import { type ModelSettings, modelPartition, nowMs } from "../settings.ts";
import { brokerView, type Replica } from "./replica.ts";

/** What is the same for every step of a search. */
export interface ModelWorld {
  readonly rules: Rules;
  readonly settings: ModelSettings;
  observer: TrialObserver;
}

export interface ReplicaHost {
  readonly world: ModelWorld;
  readonly replica: Replica;
  readonly env: ReplicaEnv & ReplicaTable;
  readonly sent: Parcel[];
  clockMs: number;
}

export function hostOf(world: ModelWorld, replica: Replica): ReplicaHost {
  const host: ReplicaHost = {
    world,
    replica,
    env: envOf(world, replica, () => host.clockMs),
    sent: [],
    clockMs: nowMs,
  };
  return host;
}

function envOf(world: ModelWorld, replica: Replica, clock: () => number): ReplicaEnv & ReplicaTable {
  const isUnfenced = (id: number): boolean => brokerView(replica, id)?.fenced === false;
  return {
    brokerId: replica.self,
    config: world.settings.broker,
    rules: world.rules,
    observer: world.observer,
    nowMs: clock,
    wallClockMs: () => 0,
    brokerEpoch: () => replica.brokerEpoch,
    brokerEpochOf: (id) => brokerView(replica, id)?.brokerEpoch ?? -1,
    isActive: (id) => isUnfenced(id) && brokerView(replica, id)?.inControlledShutdown === false,
    isUnfenced,
    rackOf: () => "",
    isrProposed: () => {
      replica.hasProposal = true;
    },
    partitionMoved: () => {},
    logDirFailed: () => {},
    replicaOf: (tp) => (tp === modelPartition ? replica.partition : null),
    whyMissing: () => -1,
  };
}

export function send(host: ReplicaHost, to: number, body: ModelMessage): void {
  host.sent.push({ from: host.replica.self, to, body });
}
