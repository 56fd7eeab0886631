/** When the cluster has come to rest, every application that writes is asked for one record more to each partition: is it served? */
import { hashText, mix } from "../core/mix.ts";
import { operatorId } from "../kafka/messages/operator.ts";
import { topicsOf } from "../workload/plan.ts";
import { controllerState, type World } from "./world.ts";

const probeName = hashText("ProbeCommand");

export function sendProbes(world: World): void {
  const { sim, scenario, producers, probes } = world;
  const image = controllerState(world)?.image;
  if (image === undefined) return;
  world.trial.enterProbe();
  for (const [i, producer] of producers.entries()) {
    const topics = topicsOf(scenario.workload.producers[i]!);
    const partitions = topics.map((topic) => image.topicsByName.get(topic)?.partitions.length ?? 0);
    const records = topics.length * Math.max(...partitions);
    if (partitions.includes(0) || sim.statusOf(producer) !== "up") continue;
    probes.set(producer, records);
    const name = mix(probeName, producer);
    sim.deliver(producer, operatorId, { kind: "ProbeCommand", name, records });
  }
}
