/** All watchers of marks. `endMarks` wants to hear of an end before the ghost does, so it is apart. */
import type { Ghost } from "../ghost/ghost.ts";
import type { Marks } from "../marks.ts";
import type { Monitor } from "../monitor.ts";
import { clientMarks } from "./client-marks.ts";
import { controllerMarks } from "./controller-marks.ts";
import { logMarks } from "./log-marks.ts";
import { proposalMarks } from "./proposal-marks.ts";
import { replicaMarks } from "./replica-marks.ts";
import { worldMarks } from "./world-marks.ts";

export const markWatchers = (ghost: Ghost, met: Marks): readonly Monitor[] => [
  logMarks(ghost, met),
  replicaMarks(ghost, met),
  controllerMarks(ghost, met),
  proposalMarks(ghost, met),
  worldMarks(ghost, met),
  clientMarks(ghost, met),
];
