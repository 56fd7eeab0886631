/**
 * What operators do. They ask Kafka for something, or add brokers and take them out of service for good:
 *
 *   standing by --add--> member --remove--> its replicas move away --> asked to stop --> gone, unregistered --add--> member ...
 *
 * A broker whose replicas nobody else can take stays, and so does the last one of those that clients were told of at the
 * beginning (bootstrap.servers). What healing finds half done stays a member.
 */
import type { NodeId } from "../../core/ids.ts";
import type { Episode } from "../episode.ts";
import { faultCard, type Speaker } from "../fault-card.ts";
import type { FaultWorld } from "../fault-world.ts";
import { isMembership, type OperatorAction } from "../operator-action.ts";

/** How often the operator looks whether all has moved. */
const lookEveryMs = 500;

function addBroker(world: FaultWorld, broker: NodeId): void {
  world.absent.delete(broker);
  world.revive(broker);
}

function removeBroker(world: FaultWorld, episode: Episode, broker: NodeId): void {
  const { cluster } = world;
  const look = (): void => {
    if (episode.isOver) return;
    if (isLastOfTheFirst(world, broker)) {
      episode.end();
      return;
    }
    const left = cluster.moveAway(broker);
    if (left === "impossible") episode.end();
    else if (left === "moving") world.after(lookEveryMs, episode.key, look);
    else stop(world, episode, broker);
  };
  episode.lasts(world, null, () => {});
  look();
}

const isLastOfTheFirst = ({ cluster, members }: FaultWorld, broker: NodeId): boolean =>
  cluster.brokers.every((first) => first === broker || !members.includes(first));

/** It goes at the end of its controlled shutdown, or with whatever crash comes before. */
function stop(world: FaultWorld, episode: Episode, broker: NodeId): void {
  const gone = (): void => {
    if (episode.isOver) return;
    world.absent.add(broker);
    world.cluster.unregister(broker);
    episode.end();
  };
  if (!world.isRunning(broker)) {
    gone();
    return;
  }
  world.onceDown(broker, gone);
  world.cluster.shutDown(broker);
}

/** `via`: an admin client, which asks any broker and again until it is answered; or the controller itself, once (KIP-919). */
export const admin = faultCard({
  kind: "admin",
  fields: { action: { is: "action" }, via: { is: "word", word: "controller", isOptional: true } },
  profiles: [],
  isFrequent: true,
  concerns({ fault: { action }, world }) {
    if (!isMembership(action)) return true;
    return action.do === "add-broker" ? world.absent.has(action.broker) : world.members.includes(action.broker);
  },
  begin({ fault: { action, id, via }, world }, episode) {
    if (isMembership(action)) {
      if (action.do === "remove-broker") removeBroker(world, episode, action.broker);
      else addBroker(world, action.broker);
      return action.do === "remove-broker";
    }
    if (via === "controller") world.cluster.askController(action, id);
    else world.cluster.admin(action, id);
    return false;
  },
  begins: ({ action }, say) => `the operator ${actionText(action, say)}`,
});

function actionText(action: OperatorAction, { all }: Speaker): string {
  switch (action.do) {
    case "reassign":
      return `moves ${action.topic}-${action.partition} to ${all(action.replicas.map((id) => `b${id}`))}`;
    case "add-partitions":
      return `lets ${action.topic} have ${action.count} partitions`;
    case "alter-config":
      return `sets ${action.key}=${action.value ?? "(default)"} for ${action.topic}`;
    case "elect-preferred":
      return "asks for an election of the preferred leaders";
    case "elect-unclean":
      return `asks for an unclean election of ${action.topic}-${action.partition}`;
    case "create-topic":
      return `creates ${action.topic}`;
    case "add-broker":
      return `adds b${action.broker}`;
    case "remove-broker":
      return `takes b${action.broker} out of service: its replicas move away`;
    case "delete-topic":
      return `deletes ${action.topic}`;
    case "delete-records":
      return `deletes the records of ${action.topic}-${action.partition} below offset ${action.offset}`;
  }
}
