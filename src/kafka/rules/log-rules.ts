/** Decision points of the log room. */
export type LogRules = {};

export const kafka4Log: LogRules = {};
