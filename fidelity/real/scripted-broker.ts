/**
 * A broker that is a script: registered and unfenced at the real controller, it fetches from real leaders as a follower,
 * proposes ISRs, fences itself at will, and answers the fetches of real followers.
 */
import { createServer, type Server, type Socket } from "node:net";
import { type Fields, noUuid } from "../wire/codec.ts";
import { FrameSplitter, requestIn, responseFrame } from "../wire/frames.ts";
import { ActiveController } from "./active-controller.ts";
import { apiKeys } from "./apis.ts";
import { controllerId, type RealCluster, randomUuid } from "./cluster.ts";
import { sleep } from "./waiting.ts";

/** What the controller says to a heartbeat. */
export interface Beat {
  readonly errorCode: number;
  readonly isFenced: boolean;
  readonly shouldShutDown: boolean;
}

/** One partition of a follower's fetch. */
export interface AskedPartition {
  readonly partition: number;
  readonly currentLeaderEpoch: number;
  readonly fetchOffset: number;
  readonly lastFetchedEpoch: number;
  readonly logStartOffset: number;
}

/** Answers a real follower: the fields of the partition in the response. */
export type Leads = (topicId: string, asked: AskedPartition) => Promise<Fields>;

const notLeaderOrFollower = 6;

/** Leads without a word: its followers ask again, later. */
const leadsNothing: Leads = async () => ({ errorCode: notLeaderOrFollower });

interface FetchRequest {
  readonly topics: readonly { readonly topicId: string; readonly partitions: readonly AskedPartition[] }[];
}

/** An idle follower is not answered at once. */
const emptyFetchMs = 250;

const heartbeatMs = 500;
/** Within the shortest session. */
const lateMs = 3000;
const duplicateBrokerRegistration = 101;
/** The script has read whatever the controller has written. */
const caughtUpOffset = 1_000_000_000;

interface Registered {
  readonly errorCode: number;
  readonly brokerEpoch: number;
}

interface Features {
  readonly supportedFeatures: readonly {
    readonly name: string;
    readonly minVersion: number;
    readonly maxVersion: number;
  }[];
}

export class ScriptedBroker {
  readonly id: number;
  readonly #cluster: RealCluster;
  readonly #controller: ActiveController;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #logDir = randomUuid();
  readonly #leads: Leads;
  #timer: NodeJS.Timeout | undefined;
  #wantsFence = false;
  brokerEpoch = -1;

  private constructor(cluster: RealCluster, id: number, controller: ActiveController, leads: Leads) {
    this.id = id;
    this.#cluster = cluster;
    this.#controller = controller;
    this.#leads = leads;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** Registered, unfenced, with a heartbeat from now on. */
  static async start(cluster: RealCluster, id: number, leads: Leads = leadsNothing): Promise<ScriptedBroker> {
    const broker = new ScriptedBroker(cluster, id, new ActiveController(await cluster.connect(controllerId)), leads);
    await new Promise<void>((resolve) => broker.#server.listen(0, "127.0.0.1", resolve));
    const error = await broker.register();
    if (error !== 0) throw new Error(`broker ${id} was not registered: ${error}`);
    await broker.fence(false);
    return broker;
  }

  /**
   * As a new process, once the session of the one before is over; fenced until it asks otherwise. Refused, the one before
   * goes on, fenced. The error.
   */
  async register(previousBrokerEpoch = -1): Promise<number> {
    clearInterval(this.#timer);
    this.#wantsFence = true;
    const { supportedFeatures } = await this.#controller.ask<Features>("ApiVersions", 4, {
      clientSoftwareName: "fidelity",
      clientSoftwareVersion: "1",
    });
    const registration = {
      brokerId: this.id,
      clusterId: this.#cluster.clusterId,
      incarnationId: randomUuid(),
      listeners: [{ name: "PLAINTEXT", host: "127.0.0.1", port: this.#port(), securityProtocol: 0 }],
      features: supportedFeatures.map(({ name, minVersion, maxVersion }) => ({
        name,
        minSupportedVersion: minVersion,
        maxSupportedVersion: maxVersion,
      })),
      rack: null,
      logDirs: [this.#logDir],
      previousBrokerEpoch,
    };
    let registered: Registered;
    for (;;) {
      registered = await this.#controller.ask<Registered>("BrokerRegistration", 4, registration);
      if (registered.errorCode !== duplicateBrokerRegistration) break;
      await sleep(100);
    }
    if (registered.errorCode === 0) this.brokerEpoch = registered.brokerEpoch;
    this.#timer = setInterval(() => this.beat({ wantFence: this.#wantsFence }).catch(() => {}), heartbeatMs);
    return registered.errorCode;
  }

  beat(wanted: { readonly wantFence?: boolean; readonly wantShutDown?: boolean }): Promise<Beat> {
    return this.#controller.ask<Beat>("BrokerHeartbeat", 1, {
      brokerId: this.id,
      brokerEpoch: this.brokerEpoch,
      currentMetadataOffset: Math.max(this.brokerEpoch, caughtUpOffset),
      wantFence: wanted.wantFence ?? false,
      wantShutDown: wanted.wantShutDown ?? false,
    });
  }

  /** Until it registers again it says nothing else. */
  wantShutDown(): Promise<Beat> {
    clearInterval(this.#timer);
    return this.beat({ wantShutDown: true });
  }

  /** Since this was asked last: it was not heard for long, as this machine was busy. */
  wasLate(): boolean {
    return this.#controller.longestSilenceMs() > lateMs;
  }

  /** Fenced until it is told otherwise. */
  async fence(on: boolean): Promise<Beat> {
    this.#wantsFence = on;
    return this.beat({ wantFence: on });
  }

  /** Proposes an ISR for partition 0; members with the broker epochs that they name. */
  async alterPartition(
    topicId: string,
    proposal: {
      readonly brokerEpoch: number;
      readonly leaderEpoch: number;
      readonly partitionEpoch: number;
      readonly isr: readonly (readonly [id: number, brokerEpoch: number])[];
      readonly isRecovering: boolean;
    },
  ): Promise<AlteredPartitions> {
    const { brokerEpoch, leaderEpoch, partitionEpoch, isr, isRecovering } = proposal;
    const partition = {
      partitionIndex: 0,
      leaderEpoch,
      newIsrWithEpochs: isr.map(([brokerId, epoch]) => ({ brokerId, brokerEpoch: epoch })),
      leaderRecoveryState: isRecovering ? 1 : 0,
      partitionEpoch,
    };
    return this.#controller.ask<AlteredPartitions>("AlterPartition", 3, {
      brokerId: this.id,
      brokerEpoch,
      topics: [{ topicId, partitions: [partition] }],
    });
  }

  close(): void {
    clearInterval(this.#timer);
    this.#controller.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #port(): number {
    return (this.#server.address() as { readonly port: number }).port;
  }

  #serve(socket: Socket): void {
    const splitter = new FrameSplitter();
    const { definitions } = this.#cluster.installation;
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("data", async (arrived) => {
      for (const frame of splitter.frames(arrived)) {
        const request = requestIn(definitions, frame);
        const body = await this.#answer(request.apiKey, request.body);
        if (!socket.destroyed) socket.write(responseFrame(definitions, request, body));
      }
    });
  }

  async #answer(apiKey: number, body: object): Promise<Fields> {
    if (apiKey === apiKeys.Fetch) return this.#fetched(body as FetchRequest);
    if (apiKey !== apiKeys.ApiVersions) throw new Error(`broker ${this.id} was asked API ${apiKey}`);
    const apis = this.#cluster.installation.definitions.apis();
    return { errorCode: 0, apiKeys: apis.map((api) => ({ ...api })) };
  }

  async #fetched({ topics }: FetchRequest): Promise<Fields> {
    if (topics.length === 0) await sleep(emptyFetchMs);
    const responses: Fields[] = [];
    for (const { topicId, partitions } of topics) {
      const answers: Fields[] = [];
      for (const asked of partitions)
        answers.push({ partitionIndex: asked.partition, ...(await this.#leads(topicId, asked)) });
      responses.push({ topicId, partitions: answers });
    }
    return { errorCode: 0, sessionId: 0, responses };
  }
}

export interface AlteredPartitions {
  readonly errorCode: number;
  readonly topics: readonly {
    readonly partitions: readonly {
      readonly errorCode: number;
      readonly leaderId: number;
      readonly leaderEpoch: number;
      readonly isr: readonly number[];
      readonly partitionEpoch: number;
    }[];
  }[];
}

export const unknownTopicId = `${noUuid.slice(0, -1)}Q`;
