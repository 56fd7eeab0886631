/** The releases that conversations are held with, and how a cluster of each differs for the model. */
import type { KafkaVersion } from "../src/kafka/config/version.ts";
import { rulesOfRelease } from "../src/kafka/rules/releases/rules-of-release.ts";
import type { Rules } from "../src/kafka/rules/rules.ts";

export type Conversation = "client" | "controller" | "leader";
export const conversations: readonly Conversation[] = ["client", "leader", "controller"];

export interface Circumstances {
  readonly version: KafkaVersion;
  readonly eligibleLeaderReplicas: boolean;
}

/** The 2.x releases have no quorum controller, so only the client's conversation was held with them. */
const table = {
  "2.5.1": { version: "2.5", eligibleLeaderReplicas: false },
  "2.8.2": { version: "2.8", eligibleLeaderReplicas: false },
  "3.9.2": { version: "3.9.2", eligibleLeaderReplicas: false },
  "4.0.2": { version: "4.0.2", eligibleLeaderReplicas: false },
  "4.1.2": { version: "4.1.2", eligibleLeaderReplicas: true },
  "4.3.1": { version: "4.3", eligibleLeaderReplicas: true },
  "4.4.0": { version: "4.4", eligibleLeaderReplicas: true },
} as const satisfies Readonly<Record<string, Circumstances>>;

export type Release = keyof typeof table;
export const releases = Object.keys(table) as readonly Release[];

export const circumstancesOf = (release: Release): Circumstances => table[release];

export const rulesFor = (release: Release): Rules => rulesOfRelease(table[release].version);

/** Those with a quorum controller: the command starts them. */
export const servedReleases: readonly Release[] = releases.filter((release) => !release.startsWith("2."));
