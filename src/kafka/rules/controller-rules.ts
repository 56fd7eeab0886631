/** Decision points of the controller room. */
export type ControllerRules = {};

export const kafka4Controller: ControllerRules = {};
