/** The steps of a model by number: the same step has the same number in every state. */
const actions = [
  "deliver",
  "deliver-late",
  "apply",
  "append",
  "lag",
  "retry",
  "elect",
  "expire",
  "crash",
  "start",
  "unfence",
  "disconnect",
  "produce",
  "answer",
  "late-produce",
  "lose-client",
  "refresh",
  "wait-over",
] as const;

export type ActionKind = (typeof actions)[number];

/** `a` and `b` say whom and what it is about; below 64 and 32768. */
interface Action {
  readonly kind: ActionKind;
  readonly a: number;
  readonly b: number;
}

const aBits = 6;
const bBits = 15;

const kindNumbers = Object.fromEntries(actions.map((kind, i) => [kind, i])) as Readonly<Record<ActionKind, number>>;

export const actionNumber = (kind: ActionKind, a: number, b: number): number =>
  (((kindNumbers[kind] << aBits) | a) << bBits) | b;

export const actionOf = (number: number): Action => ({
  kind: actions[number >>> (aBits + bBits)]!,
  a: (number >>> bBits) & ((1 << aBits) - 1),
  b: number & ((1 << bBits) - 1),
});
