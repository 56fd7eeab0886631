/**
 * What scenarios are drawn from: a fixed cluster (a real configuration) or a family of small ones, the settings of the
 * clients, the kinds of faults that may occur, and the length of a run.
 */
import type { FaultKind } from "../chaos/fault.ts";
import { profiles } from "../chaos/fault-kinds.ts";
import type { ClusterPlan, Settings } from "../scenario/scenario.ts";
import { brokerSettingsUnder } from "../scenario/settings-of-rules.ts";

export interface ScenarioSpace {
  /** Given: every scenario has this cluster. Null: small clusters of any shape are drawn. */
  readonly cluster: ClusterPlan | null;
  /** Of every small cluster that is drawn, whatever it draws besides. */
  readonly brokerSettings: Settings;
  readonly producerSettings: Settings;
  readonly consumerSettings: Settings;
  /** Besides the given settings, draw others (acks stays as given). */
  readonly varyClients: boolean;
  readonly rules: string;
  readonly kinds: readonly FaultKind[];
  readonly chaosMs: number;
  readonly calmMs: number;
  /** Most records of one producer. */
  readonly records: number;
}

/** The longest a fault lasts, as a share of the chaos phase, so that faults overlap with recovery. */
export const longestFault = (space: ScenarioSpace): number => Math.max(1, Math.floor(space.chaosMs / 2));

/** Small clusters of any shape, every kind of fault, acks=all: where properties and the hunt for defects look. */
export const propertySpace = (rules: string): ScenarioSpace => ({
  cluster: null,
  brokerSettings: brokerSettingsUnder(rules),
  producerSettings: { acks: "all", "delivery.timeout.ms": "15000", "request.timeout.ms": "1500" },
  consumerSettings: { "request.timeout.ms": "1500" },
  varyClients: true,
  rules,
  kinds: profiles.all.kinds,
  chaosMs: 9000,
  calmMs: 60_000,
  records: 60,
});

/** Timeouts of members divided as those of the brokers are (cluster-arbitrary.ts). */
const quickMemberSettings: Settings = {
  "group.id": "readers",
  "auto.offset.reset": "earliest",
  "session.timeout.ms": "1500",
  "heartbeat.interval.ms": "300",
  "max.poll.interval.ms": "4000",
  "auto.commit.interval.ms": "400",
  "request.timeout.ms": "1500",
};

/** The same with groups. */
export const groupSpace = (rules: string): ScenarioSpace => ({
  ...propertySpace(rules),
  consumerSettings: quickMemberSettings,
});
