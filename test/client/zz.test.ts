import { test } from "vitest";
import { producerConfig, records } from "./client-settings.ts";
import { startProducer } from "./producer-driver.ts";
test("x", () => {
  const short = producerConfig({ lingerMs: 0, batchSize: 100, deliveryTimeoutMs: 1000, requestTimeoutMs: 300 });
  const driver = startProducer({ config: short, workload: records([0, 999]) });
  driver.produces();
  driver.host.disconnect(1, 0);
  for (let t = 0; t <= 200; t += 1) { driver.host.runTo(t); for (const s of driver.produces()) {console.log(t, "sent", s.to); if (t<200) driver.host.disconnect(1,0);} }
  for (const t of [999, 1000]) {
    driver.host.runTo(t);
    console.log(t, driver.host.outbox.map(s => [s.atMs, s.to, s.body.kind]));
  if (t===999) driver.produces();
  console.log(driver.facts.completed, driver.facts.bumps, JSON.stringify(driver.host.state.session), driver.host.state.accumulator.queues[0]!.sequences);
  }
});
