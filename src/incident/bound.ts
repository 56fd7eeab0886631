/** Bounds of a number as incidents write them: `0`, `> 0`, `>= 30`, `< 5`, `<= 5`, `30 to 45`. */
export interface Bound {
  readonly least: number;
  readonly most: number;
  /** The ends themselves do not count. */
  readonly open: boolean;
}

const number = "(-?\\d+(?:\\.\\d+)?)";
const shape = new RegExp(`^(?:(>=|<=|>|<)\\s*${number}|${number}\\s+to\\s+${number}|${number})$`);

export const boundWords = "a number, or one with >, >=, < or <= before it, or two with to between them";

/** Null for a text that is none. */
export function boundOf(text: string): Bound | null {
  const [, sign, one, from, to, exact] = shape.exec(text.trim()) ?? [];
  if (exact !== undefined) return { least: Number(exact), most: Number(exact), open: false };
  if (from !== undefined && to !== undefined)
    return Number(from) <= Number(to) ? { least: Number(from), most: Number(to), open: false } : null;
  if (sign === undefined || one === undefined) return null;
  const open = !sign.includes("=");
  return sign.startsWith(">")
    ? { least: Number(one), most: Number.POSITIVE_INFINITY, open }
    : { least: Number.NEGATIVE_INFINITY, most: Number(one), open };
}

export function within(value: number, { least, most, open }: Bound): boolean {
  return open ? value > least && value < most : value >= least && value <= most;
}

export function boundText({ least, most, open }: Bound): string {
  if (least === most) return `= ${least}`;
  if (most === Number.POSITIVE_INFINITY) return `${open ? ">" : ">="} ${least}`;
  if (least === Number.NEGATIVE_INFINITY) return `${open ? "<" : "<="} ${most}`;
  return `${least} to ${most}`;
}
