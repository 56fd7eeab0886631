/** What brokers of seven releases answered, and under which rules and settings the model has to answer the same. */
import { readFileSync } from "node:fs";
import type { Answer } from "../../fidelity/conversations/answer.ts";
import { answersOf } from "../../fidelity/conversations/answer.ts";
import { clientConversation } from "../../fidelity/conversations/client-conversation.ts";
import { controllerConversation } from "../../fidelity/conversations/controller-conversation.ts";
import { leaderConversation } from "../../fidelity/conversations/leader-conversation.ts";
import { resolveTopicConfig } from "../../src/kafka/config/resolve-topic.ts";
import type { KafkaVersion } from "../../src/kafka/config/version.ts";
import { rulesOfRelease } from "../../src/kafka/rules/releases/rules-of-release.ts";
import { root } from "../source-files.ts";
import { SimulatedClientSeat } from "./client-seat.ts";
import { SimulatedControllerSeat } from "./controller-seat.ts";
import { SimulatedLeaderSeat } from "./leader-seat.ts";

export type Conversation = "client" | "controller" | "leader";
export type Release = keyof typeof recordedFrom;

interface Circumstances {
  readonly version: KafkaVersion;
  readonly eligibleLeaderReplicas: boolean;
  /** The first producer id that the recorded cluster gave. */
  readonly producerId: number;
}

/** The 2.x releases have no quorum controller, so only the client's conversation was held with them. */
const recordedFrom = {
  "2.5.1": { version: "2.5", eligibleLeaderReplicas: false, producerId: 0 },
  "2.8.2": { version: "2.8", eligibleLeaderReplicas: false, producerId: 0 },
  "3.9.2": { version: "3.9.2", eligibleLeaderReplicas: false, producerId: 0 },
  "4.0.2": { version: "4.0.2", eligibleLeaderReplicas: false, producerId: 0 },
  "4.1.2": { version: "4.1.2", eligibleLeaderReplicas: true, producerId: 2000 },
  "4.3.1": { version: "4.3", eligibleLeaderReplicas: true, producerId: 0 },
  "4.4.0": { version: "4.4", eligibleLeaderReplicas: true, producerId: 0 },
} as const satisfies Readonly<Record<string, Circumstances>>;

export const releases = Object.keys(recordedFrom) as readonly Release[];

export const recordedAnswers = (release: Release): Readonly<Partial<Record<Conversation, readonly Answer[]>>> =>
  JSON.parse(readFileSync(`${root}test/fidelity/recorded/${release}.json`, "utf8"));

export function simulatedAnswers(release: Release, conversation: Conversation): Promise<readonly Answer[]> {
  const { version, eligibleLeaderReplicas, producerId } = recordedFrom[release];
  const rules = rulesOfRelease(version);
  return answersOf((say) => {
    if (conversation === "client") {
      const seat = new SimulatedClientSeat(rules, resolveTopicConfig({}, {}, version), producerId);
      return clientConversation(seat, say);
    }
    if (conversation === "leader") return leaderConversation(new SimulatedLeaderSeat(rules), say);
    return controllerConversation(new SimulatedControllerSeat(rules, eligibleLeaderReplicas), say);
  });
}
