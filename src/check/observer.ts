/** Everything that a run tells: the machines, the world below them, the faults. */
import { faultObservations } from "../chaos/fault-observer.ts";
import { clientObservations } from "../client/observer.ts";
import { type ObserverOf, observerOf } from "../core/observer.ts";
import { kafkaObservations } from "../kafka/observer.ts";
import { worldObservations } from "../sim/world.ts";
import { wireObservations } from "./wire.ts";

export const trialObservations = {
  ...kafkaObservations,
  ...clientObservations,
  ...worldObservations,
  ...faultObservations,
  ...wireObservations,
};

export interface TrialObserver extends ObserverOf<typeof trialObservations> {}

export const silentTrial: TrialObserver = observerOf(trialObservations, []);
