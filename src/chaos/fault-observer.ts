/** What the nemesis tells. */
import { type ObserverOf, observation } from "../core/observer.ts";

export const faultObservations = {
  /** A fault by its place in the scenario; those that concern nobody are not reported. */
  faultStarted: observation<[index: number]>(1),
  faultEnded: observation<[index: number]>(1),
};

export interface FaultObserver extends ObserverOf<typeof faultObservations> {}
