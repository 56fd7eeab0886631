/** Decision points of the producer room. */
export type ProducerRules = {};

export const kafka4Producer: ProducerRules = {};
