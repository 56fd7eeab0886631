/** The profiles of faults under which a configuration is judged (fault-kinds.ts). */
export const profileNames = [
  "process-crash",
  "power-loss",
  "disk-loss",
  "network",
  "pause-clock",
  "rolling-restart",
  "clients",
  "all",
] as const;

export type ProfileName = (typeof profileNames)[number];
