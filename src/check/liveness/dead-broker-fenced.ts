/**
 * 5.16 DeadBrokerFenced (K-22): a broker whose process has ended is fenced when its session is over, or registers anew. Judged all
 * the time, as every broker is back in the end. What it had sent may arrive late and renew the session once more.
 */
import { isBroker, nodeName } from "../../core/ids.ts";
import { microsOf } from "../../core/time.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import type { Check } from "../monitor.ts";
import { newUptime, uptimeWatch } from "./controller-uptime.ts";

const card: CheckCard = {
  name: "dead-broker-fenced",
  sentence: "A broker whose process has ended is fenced once its session is over, unless it has registered anew.",
  formula: "down(b) ∧ up(controller) for two sessions ⇒ fenced(b) ∨ registered(b) since",
  source: "invariants 5.16 (DeadBrokerFenced); K-22",
  kind: "liveness",
  guarantee: "progress",
};

/** For heartbeats that were under way, and the controller's own pace. */
const slackMs = 10_000;

export const deadBrokerFenced: Check = {
  card,
  watch: (ghost) => {
    const { times } = ghost.options;
    if (times === undefined) return {};
    const boundMicros = microsOf(2 * times.brokerSessionTimeoutMs + slackMs);
    /** By broker id: since when its process is gone, while the controller counts on it; -1 otherwise. */
    const goneSince: number[] = [];
    const uptime = newUptime();
    const watched = uptimeWatch(ghost, uptime);
    const isHeardOf = (broker: number): void => {
      goneSince[broker] = -1;
    };
    return {
      ...watched,
      nodeDown: (node, cause) => {
        watched.nodeDown(node, cause);
        if (isBroker(node) && ghost.brokers[node]?.fenced === false && (goneSince[node] ?? -1) < 0)
          goneSince[node] = ghost.atMicros;
      },
      brokerRegistered: isHeardOf,
      brokerFenced: isHeardOf,
      tick: () => {
        for (const [broker, since = -1] of goneSince.entries()) {
          if (since < 0 || ghost.atMicros - Math.max(since, uptime.sinceMicros) <= boundMicros) continue;
          isHeardOf(broker);
          found(ghost, card, null, {
            role: "never-fenced",
            sentence: `${nodeName(broker)} has been gone for ${Math.round((ghost.atMicros - since) / 1_000_000)} s, and is not fenced`,
            subject: { kind: "cluster", sinceMicros: since },
          });
        }
      },
    };
  },
};
