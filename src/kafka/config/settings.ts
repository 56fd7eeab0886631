/** Settings as people write them: Kafka's keys, values as text. The same shape as `Settings` of a scenario. */
export type Settings = Readonly<Record<string, string>>;

/** What Kafka would refuse: the key, what was found, what Kafka expects, and both in one sentence. */
export interface Problem {
  readonly key: string;
  readonly found: string;
  readonly expected: string;
  readonly sentence: string;
}

/**
 * A resolved configuration. `config` is always complete (an unusable value falls back to the default), `problems` is
 * what Kafka refuses to start with, `notes` what Kafka resolves without a word (or with a warning in a log file).
 */
export interface Resolved<T> {
  readonly config: T;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

export function problem(key: string, found: string, expected: string, sentence?: string): Problem {
  return {
    key,
    found,
    expected,
    sentence: sentence ?? `${key}=${found} is not accepted: Kafka expects ${expected}`,
  };
}
