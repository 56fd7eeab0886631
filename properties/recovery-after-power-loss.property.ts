/** After a process crash a log is as it was, after a power loss a prefix; everything that depends on it agrees with it. */
import { test } from "vitest";
import { propertySpace } from "../src/arbitrary/space.ts";
import { profiles } from "../src/chaos/fault-kinds.ts";
import { holds } from "./hold.ts";

test("recovery after power loss", () => {
  holds({
    space: { ...propertySpace("kafka-4"), kinds: [...profiles["power-loss"].kinds, ...profiles["disk-loss"].kinds] },
    checks: ["disk-model", "producer-state-replayed", "offset-epoch-order", "logs-converge", "acked-not-lost"],
    marks: ["power-loss-tore-tail", "log-recovered", "process-crash-kept-log", "disk-wiped"],
  });
});
