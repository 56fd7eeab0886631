/** A controller that met an error of its own resigns; alone in its quorum it is elected again, and is asked again then. */
import type { ApiName } from "./apis.ts";
import type { Asks, Connection } from "./connection.ts";
import { sleep } from "./waiting.ts";

const notController = 41;
const patienceMs = 10_000;
const pauseMs = 50;

export class ActiveController implements Asks {
  readonly #connection: Asks & Pick<Connection, "close">;

  #lastAnswerMs = Date.now();
  #longestSilenceMs = 0;

  constructor(connection: Asks & Pick<Connection, "close">) {
    this.#connection = connection;
  }

  async ask<Response extends object>(api: ApiName, version: number, body: Parameters<Asks["ask"]>[2]) {
    const end = Date.now() + patienceMs;
    for (;;) {
      const response = await this.#connection.ask<Response>(api, version, body);
      this.#noteAnswer();
      if (!hasResigned(api, response) || Date.now() > end) return response;
      await sleep(pauseMs);
    }
  }

  /** Between two answers, since this was asked last. A controller that has resigned answers, and fences nobody. */
  longestSilenceMs(): number {
    const longest = Math.max(this.#longestSilenceMs, Date.now() - this.#lastAnswerMs);
    this.#longestSilenceMs = 0;
    return longest;
  }

  #noteAnswer(): void {
    const now = Date.now();
    this.#longestSilenceMs = Math.max(this.#longestSilenceMs, now - this.#lastAnswerMs);
    this.#lastAnswerMs = now;
  }

  close(): void {
    this.#connection.close();
  }
}

/** An AlterPartition is answered so for a partition, too, that the proposer knows in a later epoch. */
function hasResigned(api: ApiName, response: object): boolean {
  if (api === "AlterPartition") return "errorCode" in response && response.errorCode === notController;
  return says(response, notController);
}

function says(value: unknown, code: number): boolean {
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return false;
  return Object.entries(value).some(([key, one]) => (key === "errorCode" && one === code) || says(one, code));
}
