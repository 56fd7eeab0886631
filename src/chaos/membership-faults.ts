/**
 * Operators who add brokers and take them out of service for good.
 *
 *   standing by --add--> member --remove--> its replicas move away --> asked to stop --> gone, unregistered --add--> member ...
 *
 * A broker whose replicas nobody else can take stays, and so does the last one of those that clients were told of at the
 * beginning (bootstrap.servers). What healing finds half done stays a member.
 */
import type { NodeId } from "../core/ids.ts";
import type { Episode } from "./episode.ts";
import type { Ground } from "./ground.ts";

/** How often the operator looks whether all has moved. */
const lookEveryMs = 500;

export function addBroker(ground: Ground, broker: NodeId): void {
  ground.absent.delete(broker);
  ground.revive(broker);
}

export function removeBroker(ground: Ground, episode: Episode, broker: NodeId): void {
  const { site } = ground;
  const look = (): void => {
    if (episode.isOver) return;
    if (isLastOfTheFirst(ground, broker)) {
      episode.end();
      return;
    }
    const left = site.moveAway(broker);
    if (left === "impossible") episode.end();
    else if (left === "moving") ground.after(lookEveryMs, episode.key, look);
    else stop(ground, episode, broker);
  };
  episode.lasts(ground, null, () => {});
  look();
}

const isLastOfTheFirst = ({ site, members }: Ground, broker: NodeId): boolean =>
  site.brokers.every((first) => first === broker || !members.includes(first));

/** It goes at the end of its controlled shutdown, or with whatever crash comes before. */
function stop(ground: Ground, episode: Episode, broker: NodeId): void {
  const gone = (): void => {
    if (episode.isOver) return;
    ground.absent.add(broker);
    ground.site.unregister(broker);
    episode.end();
  };
  if (!ground.isRunning(broker)) {
    gone();
    return;
  }
  ground.onceDown(broker, gone);
  ground.site.shutDown(broker);
}
