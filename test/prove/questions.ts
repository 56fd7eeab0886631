/** Short ways to ask a model something, for tests. */
import type { ModelName } from "../../src/prove/models.ts";
import { models } from "../../src/prove/models.ts";
import { type Proof, proveBySearch, proveByWalks, type Question } from "../../src/prove/prove.ts";
import type { Scope } from "../../src/prove/scope.ts";
import { rulesNamed } from "../../src/scenario/rule-sets.ts";

export const question = (model: ModelName, rules: string, bounds: Partial<Scope> = {}): Question => ({
  model,
  rules: rulesNamed(rules)!,
  scope: { ...models[model].scope, ...bounds },
});

export const unbounded = { maxBytes: Number.POSITIVE_INFINITY, maxDepth: 10_000 };

export const prove = (asked: Question, maxDepth = unbounded.maxDepth): Proof =>
  proveBySearch(asked, { ...unbounded, maxDepth });

export const walkThrough = (asked: Question, walks: number, seed = "test"): Proof =>
  proveByWalks(asked, { walks, depth: 60, seed });
