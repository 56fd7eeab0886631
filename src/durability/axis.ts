/** One setting that is varied, and the values that it takes. */
import usual from "./axes.json" with { type: "json" };

export interface Axis {
  readonly key: string;
  /** The first is what the others are held against. */
  readonly values: readonly string[];
}

/** Keys for which `--vary KEY` knows values. */
export const axisKeys: readonly string[] = Object.keys(usual);

/** `acks` takes the usual values, `acks=1:all` those. Null: a key without usual values, or no value at all. */
export function parseAxis(text: string): Axis | null {
  const at = text.indexOf("=");
  const key = at < 0 ? text : text.slice(0, at);
  if (at < 0) {
    const values = (usual as Readonly<Record<string, readonly string[]>>)[key];
    return values === undefined ? null : { key, values };
  }
  const values = [...new Set(text.slice(at + 1).split(":"))];
  return key === "" || values.some((value) => value === "") ? null : { key, values };
}
