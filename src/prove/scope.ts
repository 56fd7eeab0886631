/** How much may happen: the bounds within which a search is exhaustive. */
export interface Scope {
  readonly replicas: number;
  readonly minInsyncReplicas: number;
  /** Fetches have sessions, and wait for data (KIP-227). Without, each asks for everything and is answered at once. */
  readonly sessions: boolean;
  /** null: records are appended by nobody in particular, with acks=all. */
  readonly producer: ProducerScope | null;
  /** Records that are appended in all. */
  readonly records: number;
  /** Leader changes by the operator: another ISR member is made the preferred leader and elected. */
  readonly elections: number;
  /** How often a leader finds that replica.lag.time.max.ms has passed without a fetch. */
  readonly lags: number;
  /** Process crashes; a broker that crashed may start again. */
  readonly crashes: number;
  /** Crashes, among them, of replicas outside the ISR that lose their disk. */
  readonly lostDisks: number;
  /** Sessions of live brokers that expire. */
  readonly fences: number;
  /** Connections that are lost, with a request or an answer on them. */
  readonly disconnects: number;
}

export interface ProducerScope {
  readonly idempotent: boolean;
  /** max.in.flight.requests.per.connection, and as many batches as a leader remembers of a producer. */
  readonly inFlight: number;
}

export type Budget = Exclude<keyof Scope, "replicas" | "minInsyncReplicas" | "sessions" | "producer">;

/** With how much of each a command line may ask for. */
export const budgets: readonly Budget[] = [
  "records",
  "elections",
  "lags",
  "crashes",
  "lostDisks",
  "fences",
  "disconnects",
];

const bitsEach = 3;
/** What a counter can hold. */
const largestBudget = (1 << bitsEach) - 1;

/** All counters in one integer. */
export const packBudgets = (scope: Scope): number =>
  budgets.reduce((packed, name, i) => packed | (scope[name] << (bitsEach * i)), 0);

const shifts = Object.fromEntries(budgets.map((name, i) => [name, bitsEach * i])) as Readonly<Record<Budget, number>>;

export const left = (packed: number, budget: Budget): number => (packed >>> shifts[budget]) & largestBudget;

/** One less of it. */
export const spent = (packed: number, budget: Budget): number => packed - (1 << shifts[budget]);
