import type { Behaviours } from "./behaviour.ts";

export const consumerBehaviours: Behaviours = {};
