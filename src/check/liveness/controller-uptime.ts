/** Since when the controller has run without a break: what it owes in time it owes from then on. */
import { isController, type NodeId } from "../../core/ids.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Monitor } from "../monitor.ts";

interface ControllerUptime {
  /** Virtual time; infinite while its process is down or stands still. */
  sinceMicros: number;
}

export const newUptime = (): ControllerUptime => ({ sinceMicros: 0 });

type Watched = Required<Pick<Monitor, "nodeDown" | "nodeUp" | "nodePaused" | "nodeResumed" | "controllerStarted">>;

export function uptimeWatch(ghost: Ghost, uptime: ControllerUptime): Watched {
  const stops = (node: NodeId): void => {
    if (isController(node)) uptime.sinceMicros = Number.POSITIVE_INFINITY;
  };
  const runs = (node: NodeId): void => {
    if (isController(node)) uptime.sinceMicros = ghost.atMicros;
  };
  return {
    nodeDown: stops,
    nodePaused: stops,
    nodeUp: runs,
    nodeResumed: runs,
    controllerStarted: () => {
      uptime.sinceMicros = ghost.atMicros;
    },
  };
}
