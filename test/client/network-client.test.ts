import { expect, test } from "vitest";
import type { ClientContext } from "../../src/client/context.ts";
import {
  connectionLost,
  linkTo,
  newNetworkClient,
  sendRequest,
  takeAnswered,
} from "../../src/client/network/network-client.ts";
import { Channel } from "../../src/kafka/channels.ts";
import { producerConfig } from "./client-settings.ts";

/** In the middle of the jitter. */
const context = { nowMs: () => 0, choose: () => 2000, send: () => {}, close: () => {} } as unknown as ClientContext;
const main = Channel.main;

test("the reconnect back-off doubles with each failure, and an answer lets it begin anew", () => {
  const network = newNetworkClient<string>(1000, producerConfig());
  const link = linkTo(network, 1, main);
  const lose = (): number => {
    connectionLost(network, 1, main, context);
    return link.readyAtMs;
  };
  expect([lose(), lose(), lose(), lose(), lose(), lose()]).toEqual([50, 100, 200, 400, 800, 1000]);
  const request = { kind: "Metadata", name: 0, correlationId: 1, topics: [], allowAutoTopicCreation: false } as const;
  sendRequest(network, link, request, "asked", context);
  expect([takeAnswered(network, 1, main, 2), takeAnswered(network, 1, main, 1)]).toEqual([undefined, "asked"]);
  expect(link.isConnected).toBe(true);
  expect([lose(), link.isConnected]).toEqual([50, false]);
});
