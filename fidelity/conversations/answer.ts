/** What a seat answers, as plain JSON: the fields of a response that two brokers can agree on, in one order. */

/** `err`: Kafka's error code. */
export interface Produced {
  readonly err: number;
  /** Base offset; -1 with an error. */
  readonly base: number;
  /** Log start offset; -1 where the broker does not say. */
  readonly start: number;
}

export interface Fetched {
  readonly err: number;
  readonly hw: number;
  /** Last stable offset; left out where a follower asks. */
  readonly lso?: number;
  readonly start: number;
  /** Diverging epoch and its end offset. */
  readonly div?: readonly [number, number];
  /** Batches in words: `[0-1 e0 p7/0/0: 0:k=a,1:k=b]`. */
  readonly batches: string;
}

export interface Listed {
  readonly err: number;
  readonly offset: number;
  /** Timestamps differ from one recording to the next: `t` stands for any. */
  readonly ts: number | "t";
  readonly epoch: number;
}

export interface EpochEnd {
  readonly err: number;
  readonly epoch: number;
  readonly end: number;
}

export interface Deleted {
  readonly err: number;
  /** Low watermark; -1 with an error. */
  readonly low: number;
}

export interface Described {
  readonly leader: number;
  readonly epoch: number;
  readonly isr: readonly number[];
  readonly elr: readonly number[];
  readonly lastElr: readonly number[];
}

/** A label and what was answered; labels repeat, the order tells them apart. */
export type Answer = readonly [label: string, answer: unknown];
export type Say = (label: string, answer: unknown) => void;

/** What a conversation came to, without undefined fields. */
export async function answersOf(conversation: (say: Say) => Promise<void>): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  await conversation((label, answer) => answers.push([label, JSON.parse(JSON.stringify(answer ?? null))]));
  return answers;
}
