/** What stands in the event queue; in brackets the three integers of the event. */
export const EventKind = {
  /** The head of one direction of a connection arrives (direction, version). */
  arrival: 1,
  /** A timer may be due (host, slot, version). */
  timer: 2,
  /** A busy host may go on with its deferred inputs (host). */
  drain: 3,
  /** A background flush is done (host, job). */
  flushed: 4,
  /** A fault, a workload start, an operator's command (action). */
  action: 5,
} as const;
