/** Once everything is healed, leaders are elected, replicas catch up and rejoin, and every send is decided. */
import { test } from "vitest";
import { propertySpace } from "../src/arbitrary/space.ts";
import { holds } from "./hold.ts";

test("progress after healing", () => {
  holds({
    space: propertySpace("kafka-4"),
    guarantees: ["progress"],
    marks: ["isr-shrunk-and-refilled"],
    also: (outcome) => outcome.stop !== "event-limit",
  });
});
