/** Real brokers and their controller: a process each, on free ports of this machine, in a folder that goes with them. */
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { workFolder } from "../package-root.ts";
import { Connection } from "./connection.ts";
import type { Installation } from "./installation.ts";
import { JavaProcess } from "./java-process.ts";
import { runProgram } from "./tools.ts";
import { waitFor } from "./waiting.ts";

export const controllerId = 100;

export interface RealClusterShape {
  /** How many real brokers, from 1. */
  readonly brokers: number;
  readonly sessionTimeoutMs: number;
  readonly replicaLagTimeMaxMs: number;
}

/** As Kafka writes its ids: 16 bytes; the first bit is 0, so that none begins like an option of a command. */
export function randomUuid(): string {
  const bytes = randomBytes(16);
  bytes[0]! &= 0x7f;
  return bytes.toString("base64url");
}

export class RealCluster {
  readonly installation: Installation;
  readonly clusterId = randomUuid();
  readonly #shape: RealClusterShape;
  readonly #folder: string;
  readonly #ports: ReadonlyMap<number, number>;
  readonly #processes = new Map<number, JavaProcess>();
  readonly #connections = new Map<number, Connection>();

  private constructor(
    installation: Installation,
    shape: RealClusterShape,
    folder: string,
    ports: ReadonlyMap<number, number>,
  ) {
    this.installation = installation;
    this.#shape = shape;
    this.#folder = folder;
    this.#ports = ports;
  }

  /** Up when every broker knows every other. */
  static async start(installation: Installation, shape: RealClusterShape): Promise<RealCluster> {
    const clusters = join(workFolder, "clusters");
    mkdirSync(clusters, { recursive: true });
    const nodes = [controllerId, ...brokerIds(shape)];
    const ports = new Map((await freePorts(nodes.length)).map((port, i) => [nodes[i]!, port]));
    const folder = mkdtempSync(join(clusters, `${installation.release}-`));
    const cluster = new RealCluster(installation, shape, folder, ports);
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    try {
      await cluster.#format();
      for (const node of nodes) cluster.start(node);
      await cluster.#meets();
    } catch (error) {
      await cluster.close();
      throw error;
    }
    return cluster;
  }

  port(node: number): number {
    return this.#ports.get(node)!;
  }

  logFolder(node: number): string {
    return join(this.#nodeFolder(node), "data");
  }

  start(node: number): void {
    const { classPath } = this.installation;
    const properties = join(this.#nodeFolder(node), "server.properties");
    this.#processes.set(node, new JavaProcess(this.#nodeFolder(node), classPath, [], "kafka.Kafka", properties));
  }

  async kill(node: number): Promise<void> {
    await this.#processes.get(node)!.kill();
  }

  async stop(node: number): Promise<void> {
    await this.#processes.get(node)!.stop();
  }

  /** The one connection on which the conversation asks this node. */
  async connection(node: number): Promise<Connection> {
    const open = this.#connections.get(node);
    if (open?.isOpen) return open;
    const opened = await this.connect(node);
    this.#connections.set(node, opened);
    return opened;
  }

  /** Another connection, for a request that must not hold up the others. */
  async connect(node: number): Promise<Connection> {
    const running = this.#processes.get(node);
    return waitFor(
      `node ${node} to listen`,
      async () => {
        if (running?.hasEnded) return { words: running.lastWords() };
        return Connection.open(this.installation.definitions, this.port(node));
      },
      { ms: 120_000, everyMs: 100 },
    ).then((found) => {
      if (found instanceof Connection) return found;
      throw new Error(`node ${node} of Kafka ${this.installation.release} ended by itself:\n${found.words}`);
    });
  }

  async close(): Promise<void> {
    for (const connection of this.#connections.values()) connection.close();
    await Promise.all([...this.#processes.values()].map((running) => running.kill()));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #nodeFolder(node: number): string {
    return join(this.#folder, `node-${node}`);
  }

  /** Kafka formats the controller; a broker is content with an identity. */
  async #format(): Promise<void> {
    for (const node of this.#ports.keys()) {
      mkdirSync(this.logFolder(node), { recursive: true });
      const properties = node === controllerId ? this.#controllerProperties() : this.#brokerProperties(node);
      writeFileSync(join(this.#nodeFolder(node), "server.properties"), propertiesFile(properties));
      const identity = { version: 1, "cluster.id": this.clusterId, "node.id": node, "directory.id": randomUuid() };
      if (node !== controllerId) writeFileSync(join(this.logFolder(node), "meta.properties"), propertiesFile(identity));
    }
    const format = ["-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", this.installation.classPath];
    const properties = join(this.#nodeFolder(controllerId), "server.properties");
    const args = ["kafka.tools.StorageTool", "format", "-t", this.clusterId, "-c", properties];
    await runProgram("java", [...format, ...args]);
  }

  #controllerProperties(): Readonly<Record<string, string | number>> {
    return {
      ...this.#commonProperties(controllerId),
      "process.roles": "controller",
      listeners: `CONTROLLER://127.0.0.1:${this.port(controllerId)}`,
      "broker.session.timeout.ms": this.#shape.sessionTimeoutMs,
      "auto.leader.rebalance.enable": "false",
    };
  }

  #brokerProperties(node: number): Readonly<Record<string, string | number>> {
    return {
      ...this.#commonProperties(node),
      "process.roles": "broker",
      listeners: `PLAINTEXT://127.0.0.1:${this.port(node)}`,
      "broker.heartbeat.interval.ms": 500,
      "broker.session.timeout.ms": this.#shape.sessionTimeoutMs,
      "replica.lag.time.max.ms": this.#shape.replicaLagTimeMaxMs,
      "num.network.threads": 1,
      "num.io.threads": 2,
      "log.cleaner.dedupe.buffer.size": 4_194_304,
    };
  }

  #commonProperties(node: number): Readonly<Record<string, string | number>> {
    return {
      "node.id": node,
      "controller.quorum.voters": `${controllerId}@127.0.0.1:${this.port(controllerId)}`,
      "controller.listener.names": "CONTROLLER",
      "log.dirs": this.logFolder(node),
    };
  }

  async #meets(): Promise<void> {
    for (const node of brokerIds(this.#shape))
      await waitFor(`broker ${node} to know the others`, async () => {
        const known = await brokersKnownBy(await this.connection(node));
        return brokerIds(this.#shape).every((id) => known.includes(id));
      });
  }
}

const brokerIds = ({ brokers }: RealClusterShape): readonly number[] =>
  Array.from({ length: brokers }, (_, i) => i + 1);

const propertiesFile = (properties: Readonly<Record<string, string | number>>): string =>
  Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");

/** The live brokers in a broker's view of the cluster. */
export async function brokersKnownBy(connection: Connection): Promise<readonly number[]> {
  const { brokers } = await connection.ask<{ readonly brokers: readonly { readonly nodeId: number }[] }>(
    "Metadata",
    12,
    { topics: [], allowAutoTopicCreation: false },
  );
  return brokers.map(({ nodeId }) => nodeId);
}

/** Held all at once, so that they differ, then let go. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
