/** Exit codes of every command. An internal fault outranks a violation. */
export const exitCode = {
  held: 0,
  violated: 1,
  badInput: 2,
  internalFault: 3,
  interrupted: 130,
} as const;
