/** What is the same for every step of a search. */
import type { TrialObserver } from "../../check/observer.ts";
import type { Rules } from "../../kafka/rules/rules.ts";
import type { ModelSettings } from "../settings.ts";

export interface ModelWorld {
  readonly rules: Rules;
  readonly settings: ModelSettings;
  observer: TrialObserver;
}
