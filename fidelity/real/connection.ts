/** A client's connection to one broker or controller. */
import { connect, type Socket } from "node:net";
import type { Fields } from "../wire/codec.ts";
import { correlationIdOf, FrameSplitter, type RequestHeader, requestFrame, responseIn } from "../wire/frames.ts";
import type { MessageDefinitions } from "../wire/message-definition.ts";
import { type ApiName, apiKeys } from "./apis.ts";

interface Waiting {
  readonly header: RequestHeader;
  readonly answer: (response: object) => void;
  readonly fail: (error: Error) => void;
}

interface ApiVersions {
  readonly errorCode: number;
  readonly apiKeys: readonly { readonly apiKey: number; readonly minVersion: number; readonly maxVersion: number }[];
}

/** Who can be asked. */
export type Asks = Pick<Connection, "ask">;

export class Connection {
  readonly #definitions: MessageDefinitions;
  readonly #socket: Socket;
  readonly #splitter = new FrameSplitter();
  readonly #waiting = new Map<number, Waiting>();
  /** The newest version of each API that the other side speaks. */
  readonly #newest = new Map<number, number>();
  #lastCorrelationId = 0;

  private constructor(definitions: MessageDefinitions, socket: Socket) {
    this.#definitions = definitions;
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => {
      for (const { fail } of this.#waiting.values()) fail(new Error("the connection is closed"));
      this.#waiting.clear();
    });
    socket.on("data", (arrived) => {
      for (const frame of this.#splitter.frames(arrived)) this.#answered(frame);
    });
  }

  /** Throws where nobody listens. */
  static async open(definitions: MessageDefinitions, port: number): Promise<Connection> {
    const socket = connect(port, "127.0.0.1");
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    const connection = new Connection(definitions, socket);
    const { apiKeys: spoken } = await connection.#send<ApiVersions>(apiKeys.ApiVersions, 0, {});
    for (const { apiKey, maxVersion } of spoken) connection.#newest.set(apiKey, maxVersion);
    return connection;
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** In the version asked for, or in the newest that the other side speaks if that is older. */
  ask<Response extends object>(api: ApiName, version: number, body: Fields): Promise<Response> {
    const apiKey = apiKeys[api];
    return this.#send<Response>(apiKey, Math.min(version, this.#newest.get(apiKey) ?? version), body);
  }

  close(): void {
    this.#socket.destroy();
  }

  #send<Response extends object>(apiKey: number, version: number, body: Fields): Promise<Response> {
    const header = { apiKey, version, correlationId: ++this.#lastCorrelationId };
    const frame = requestFrame(this.#definitions, header, "fidelity", body);
    return new Promise((resolve, reject) => {
      if (!this.isOpen) {
        reject(new Error("the connection is closed"));
        return;
      }
      const answer = (response: object): void => resolve(response as Response);
      this.#waiting.set(header.correlationId, { header, answer, fail: reject });
      this.#socket.write(frame);
    });
  }

  #answered(frame: Buffer): void {
    const correlationId = correlationIdOf(frame);
    const waiting = this.#waiting.get(correlationId);
    if (waiting === undefined) return;
    this.#waiting.delete(correlationId);
    try {
      waiting.answer(responseIn(this.#definitions, waiting.header, frame));
    } catch (error) {
      waiting.fail(error as Error);
    }
  }
}
