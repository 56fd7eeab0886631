/** Failures to measure on: the first run of a seed in which a planted defect breaks a promise. */
import { propertySpace } from "../arbitrary/space.ts";
import { defaultStrategy } from "../strategy/names.ts";
import { type Found, hunt } from "../study/hunt/hunt.ts";

const cap = 5000;

export const failureOf = (defect: string, seed: string): Found | null =>
  hunt({ kind: "hunt", space: propertySpace(defect), strategy: defaultStrategy, seed, cap }).found;
