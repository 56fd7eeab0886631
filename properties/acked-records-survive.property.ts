/**
 * A record that was acknowledged with acks=all is never lost, whatever crashes, pauses and cuts happen, as long as no
 * unclean election is allowed; power losses and wiped disks may take min.insync.replicas - 1 replicas with ELR.
 */
import { test } from "vitest";
import { propertySpace } from "../src/arbitrary/space.ts";
import { holds } from "./hold.ts";

test("acked records survive", () => {
  holds({
    space: propertySpace("kafka-4"),
    marks: ["acked-after-leader-change", "isr-shrunk-and-refilled", "log-truncated"],
    guarantees: ["no-acked-loss"],
  });
});
