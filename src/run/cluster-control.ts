/** What the nemesis needs to know of this cluster, and how an operator's action reaches it. */
import type { ClusterControl } from "../chaos/fault-world.ts";
import { hashText, mix } from "../core/mix.ts";
import { operatorId } from "../kafka/messages/operator.ts";
import { firstBrokers } from "../scenario/scenario-brokers.ts";
import { askController } from "./ask-controller.ts";
import { moveAway, unregister } from "./membership.ts";
import type { World } from "./world.ts";

const shutDownName = hashText("ControlledShutdown");
const adminName = hashText("AdminCommand");

export function clusterControlOf(world: World): ClusterControl {
  const { sim, scenario } = world;
  const brokers = firstBrokers(scenario);
  const { racks } = scenario.cluster;
  return {
    simulator: sim,
    controllers: world.controllers,
    brokers,
    standby: world.brokers.filter((broker) => !brokers.includes(broker)),
    rackOf: (broker) => (racks.length === 0 ? "" : racks[(broker - 1) % racks.length]!),
    shutDown: (broker) =>
      sim.deliver(broker, operatorId, { kind: "ControlledShutdown", name: mix(shutDownName, broker) }),
    admin: (action, fault) =>
      sim.deliver(world.operator, operatorId, { kind: "AdminCommand", name: mix(adminName, fault), action }),
    askController: (action, fault) => askController(world, action, mix(adminName, fault)),
    moveAway: (broker) => moveAway(world, broker),
    unregister: (broker) => unregister(world, broker),
  };
}
