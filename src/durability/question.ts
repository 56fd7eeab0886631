/** What people ask, each as an exploration: presets, settings to vary, profiles, and the metrics that answer. */
import type { ProfileName } from "../chaos/fault-kinds.ts";
import type { MetricName } from "./metric.ts";
import type { PresetName } from "./preset.ts";
import rows from "./questions.json" with { type: "json" };

export type QuestionName = keyof typeof rows;

interface Question {
  readonly question: string;
  readonly preset: readonly PresetName[];
  readonly vary: readonly string[];
  readonly profile: readonly ProfileName[];
  /** The first answers, the others are its price. */
  readonly metrics: readonly MetricName[];
}

export const questionNames = Object.keys(rows) as QuestionName[];

export const question = (name: QuestionName): Question => rows[name] as Question;

/** The command that asks the same without the name. */
export function commandOfQuestion(name: QuestionName): string {
  const { preset, vary, profile } = question(name);
  const varied = vary.length > 0 ? ` --vary ${vary.join(",")}` : "";
  return `kafka-trial explore --preset ${preset.join(" ")}${varied} --profile ${profile.join(" ")}`;
}
