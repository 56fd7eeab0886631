/**
 * No client waits for an answer longer than request.timeout.ms, and none gives a connection up before: only the request that
 * times out, or the start over after metadata.recovery.rebootstrap.trigger.ms, makes it close one (NetworkClient).
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import type { ClientConduct, LinkConduct } from "../ghost/client-conduct.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "request-timeout",
  sentence: "A client gives a connection up when a request on it is request.timeout.ms old, neither later nor earlier.",
  formula: "∀ request in flight: age < request.timeout.ms; closed ⇒ ∃ request: age ≥ request.timeout.ms",
  source: "docs/protocol.md §8; NetworkClient.handleTimedOutRequests, handleRebootstrap (KIP-1102)",
  kind: "monitor",
  guarantee: "protocol",
};

/** By this much, and a twentieth of the timeout, may the clock of a host that stopped stepping have been wrong. */
const spareMs = 2000;

/** The oldest request of the link is so old by then. */
const isOverdue = ({ inFlight }: LinkConduct, timeoutMs: number, atMs: number): boolean =>
  inFlight.length > 0 && atMs - inFlight[0]!.atMs >= timeoutMs;

const startsOver = ({ terms: { config }, known, atMs }: ClientConduct): boolean =>
  config.metadataRecoveryStrategy === "rebootstrap" &&
  atMs - known.heardMs > config.metadataRecoveryRebootstrapTriggerMs;

function complain(ghost: Ghost, { terms }: ClientConduct, link: LinkConduct, role: string, what: string): void {
  const { client, config } = terms;
  found(ghost, card, null, {
    role,
    sentence: `${nodeName(client)} ${what} ${nodeName(link.node)}; request.timeout.ms is ${config.requestTimeoutMs}`,
    subject: { kind: "request", client, broker: link.node },
  });
}

export const requestTimeout: Check = {
  card,
  watch: (ghost) => ({
    instantOver: (conduct) => {
      const { links, terms, atMs } = conduct;
      for (let i = 0; i < links.length; i++) {
        if (isOverdue(links[i]!, terms.config.requestTimeoutMs, atMs))
          complain(ghost, conduct, links[i]!, "waits-longer", "still waits for an answer of");
      }
    },
    linkEnded: (conduct, link, isOwn) => {
      const { terms, atMs } = conduct;
      if (!isOwn || isOverdue(link, terms.config.requestTimeoutMs, atMs) || startsOver(conduct)) return;
      complain(ghost, conduct, link, "closed-early", "closes its connection to");
    },
    finish: ({ atMicros, clients }) => {
      for (const conduct of ghost.conducts.values()) {
        const { client, config } = conduct.terms;
        if (clients.find((one) => one.client === client)?.healthy !== true) continue;
        const atMs = conduct.atMs + (atMicros - conduct.atMicros) / 1000;
        for (const link of conduct.links)
          if (isOverdue(link, config.requestTimeoutMs * 1.05 + spareMs, atMs))
            complain(ghost, conduct, link, "waits-for-ever", "waits for ever for an answer of");
      }
    },
  }),
};
