/** The true high watermark never falls, every member of the ISR reaches it, and a new leader that lags behind it catches up. */
import { test } from "vitest";
import { propertySpace } from "../src/arbitrary/space.ts";
import { holds } from "./hold.ts";

test("high watermark", () => {
  holds({
    space: propertySpace("kafka-4"),
    checks: [
      "watermark-order",
      "high-watermark-monotone",
      "valid-high-watermark",
      "committed-stable",
      "high-watermark-reaches-end",
    ],
    marks: ["leader-took-office-behind-mark", "not-enough-replicas", "isr-of-one"],
  });
});
