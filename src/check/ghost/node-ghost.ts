/** What the trial knows of brokers and clients as processes. */
export interface BrokerGhost {
  readonly broker: number;
  up: boolean;
  paused: boolean;
  /** As the controller sees it. */
  fenced: boolean;
  shuttingDown: boolean;
  /** -1: never registered. */
  brokerEpoch: number;
  /** How its last process ended. */
  lastEnd: "none" | "process-crash" | "power-loss" | "exit";
  /** Offset of the metadata log that this process has acted on; -1 none. */
  metadataOffset: number;
  /** It registered (again) after its last stop. */
  registeredSinceDown: boolean;
  /** A log directory of this process has failed. */
  dirFailed: boolean;
}

export const newBroker = (broker: number): BrokerGhost => ({
  broker,
  up: true,
  paused: false,
  fenced: false,
  shuttingDown: false,
  brokerEpoch: -1,
  lastEnd: "none",
  metadataOffset: -1,
  registeredSinceDown: true,
  dirFailed: false,
});

export interface ClientGhost {
  readonly client: number;
  /** -1: no producer of the plan. */
  readonly acks: number;
  readonly isProducer: boolean;
  readonly idempotent: boolean;
  /** Keeps the order of what it sends, by idempotence or one request in flight. */
  readonly ordered: boolean;
  up: boolean;
  /** Sends so far: the place of the next one. */
  sends: number;
  /** See `sendsBefore`. */
  readonly sendTimes: SendTime[];
  /** Sends not yet completed in this life. */
  pending: number;
  /** Place of the first send of each life. */
  readonly lives: number[];
  /** Of a reader, by partition index: next offset to be returned; -1 not set. */
  readonly positions: number[];
}

export const newClient = (
  client: number,
  isProducer: boolean,
  acks: number,
  idempotent: boolean,
  ordered: boolean,
): ClientGhost => ({
  client,
  isProducer,
  acks,
  idempotent,
  ordered,
  up: true,
  sends: 0,
  sendTimes: [],
  pending: 0,
  lives: [0],
  positions: [],
});

/** The place of a send, and when it was made. */
interface SendTime {
  readonly order: number;
  readonly atMicros: number;
}

const sendTimeMicros = 1_000_000;

/** One entry for each second in which something was sent. */
export function noteSendTime({ sendTimes, sends }: ClientGhost, atMicros: number): void {
  const last = sendTimes.at(-1);
  if (last === undefined || atMicros - last.atMicros >= sendTimeMicros) sendTimes.push({ order: sends, atMicros });
}

/** How many sends were made before that time, exact to a second. */
export const sendsBefore = ({ sendTimes, sends }: ClientGhost, atMicros: number): number =>
  sendTimes.find((time) => time.atMicros > atMicros)?.order ?? sends;

/** In which life of the client the send of this place was made. */
export function lifeOf(client: ClientGhost, order: number): number {
  let life = client.lives.length - 1;
  while (life > 0 && client.lives[life]! > order) life--;
  return life;
}
