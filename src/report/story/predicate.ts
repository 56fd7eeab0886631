/** What is said of whom, before it is known whether of one or of several. */

/** What somebody does, as said of one and of several: `copies orders-0@5`, `copy orders-0@5`. */
export interface Predicate {
  readonly one: string;
  readonly many: string;
}
/** A string is a whole sentence that has another subject than the fact's nodes. */
export type Words = Predicate | string;

export interface Place {
  readonly name: string;
  readonly isSeveral: boolean;
}

/** `does("copy", "it")`: copies it, or copy it, as the subject is one or several. */
export function does(verb: string, rest = ""): Predicate {
  const end = rest === "" ? "" : ` ${rest}`;
  return { one: thirdPerson(verb) + end, many: (verb === "be" ? "are" : verb) + end };
}

function thirdPerson(verb: string): string {
  if (verb === "be") return "is";
  if (verb === "have") return "has";
  if (verb.endsWith("y")) return `${verb.slice(0, -1)}ies`;
  return ["s", "sh", "ch", "o"].some((end) => verb.endsWith(end)) ? `${verb}es` : `${verb}s`;
}
