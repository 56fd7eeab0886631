/** Every kind of fault, in the order in which draws see them: a new one comes last. */
import { clockDrift, clockJump } from "./clock.ts";
import { diskFail, diskFull, diskSlow, diskWipe } from "./disk.ts";
import { cut, isolate, reset, sessionLoss, slowLink } from "./network.ts";
import { admin } from "./operator.ts";
import { powerLoss, rackOutage } from "./power.ts";
import { clientCrash, clientPause, pause, processCrash } from "./process.ts";
import { controlledShutdown, rollingRestart } from "./shutdown.ts";

export const faultCards = [
  processCrash,
  powerLoss,
  rackOutage,
  diskWipe,
  diskFail,
  diskFull,
  cut,
  isolate,
  slowLink,
  reset,
  sessionLoss,
  pause,
  clockJump,
  clockDrift,
  diskSlow,
  rollingRestart,
  controlledShutdown,
  clientCrash,
  clientPause,
  admin,
] as const;
