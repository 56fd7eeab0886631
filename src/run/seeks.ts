/** Applications that read seek as their plans say: a process that is down or stands still does not. */
import { hashText, mix4 } from "../core/mix.ts";
import { microsOf } from "../core/time.ts";
import { operatorId } from "../kafka/messages/operator.ts";
import type { World } from "./world.ts";

const seekName = hashText("SeekCommand");

/** Times count from now on. */
export function planSeeks({ sim, scenario, consumers }: World): void {
  for (const [i, consumer] of consumers.entries()) {
    for (const [nth, { atMs, partition, to }] of (scenario.workload.consumers[i]!.seeks ?? []).entries()) {
      const name = mix4(seekName, consumer, nth, partition);
      sim.at(sim.now + microsOf(atMs), name, () => {
        if (sim.statusOf(consumer) !== "up") return;
        sim.deliver(consumer, operatorId, { kind: "SeekCommand", name, partition, to });
      });
    }
  }
}
