/** The timers of coordinators, beside those of the broker and of its replicas, from one row of numbers. */
export const GroupTimerKind = {
  groupDeadline: 27,
  coordinatorWrite: 28,
  coordinatorLoad: 29,
  offsetsExpiry: 30,
} as const;
