/** Below the smaller of two high watermarks two replicas hold the same records; the same offset and epoch is one record. */
import { test } from "vitest";
import { propertySpace } from "../src/arbitrary/space.ts";
import { holds } from "./hold.ts";

test("log matching", () => {
  holds({
    space: propertySpace("kafka-4"),
    checks: [
      "log-matching",
      "same-epoch-same-record",
      "one-value-per-offset",
      "offset-epoch-order",
      "truncation-safe",
      "logs-converge",
    ],
    marks: ["log-truncated", "follower-diverged", "three-epochs-in-a-log", "offset-written-in-two-epochs"],
  });
});
