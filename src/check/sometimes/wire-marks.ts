/** Marks of what clients do on their connections. */
import { hitter, type Marks } from "../marks.ts";
import type { Monitor } from "../monitor.ts";

export function wireMarks(met: Marks): Monitor {
  const timedOut = hitter(met, "client-request-timed-out");
  const sessionClosed = hitter(met, "fetch-session-closed");
  return {
    linkEnded: (_conduct, link, isOwn) => {
      if (isOwn && link.inFlight.length > 0) timedOut();
    },
    requestSent: (_conduct, { body }) => {
      if (body.kind === "Fetch" && body.sessionId !== 0 && body.sessionEpoch === 0) sessionClosed();
    },
  };
}
