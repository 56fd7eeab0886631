import { expect, test } from "vitest";
import { Channel } from "../../../../src/kafka/channels.ts";
import { Errors } from "../../../../src/kafka/errors.ts";
import { groupConsumer } from "./group-consumer.ts";

test("a look-up that is refused is tried again, after a back-off that grows", () => {
  const consumer = groupConsumer();
  consumer.host.boot(1);
  consumer.sent.length = 0;
  consumer.lookupError = Errors.COORDINATOR_NOT_AVAILABLE;
  consumer.runTo(750);
  const lookups = consumer.kinds().filter((kind) => kind === "FindCoordinator");
  expect(lookups.length).toBeGreaterThanOrEqual(3);
  expect(lookups.length).toBeLessThanOrEqual(4);
  consumer.lookupError = Errors.NONE;
  consumer.runTo(2500);
  expect(consumer.kinds()).toContain("JoinGroup");
});

test("a coordinator whose connection is gone is looked up anew, though nothing was in flight; its link backs off once", () => {
  const consumer = groupConsumer();
  consumer.runTo(1000);
  consumer.sent.length = 0;
  consumer.coordinator = 2;
  consumer.host.disconnect(3, Channel.coordinator);
  consumer.settle();
  expect(consumer.kinds()).toContain("FindCoordinator");
  expect(consumer.host.state.group!.coordinator.node).toBe(2);
  const link = consumer.host.state.network.links.find(
    ({ node, channel }) => node === 3 && channel === Channel.coordinator,
  );
  expect(link!.failures).toBe(1);
  consumer.runTo(10_000);
  const heartbeats = consumer.sent.filter(({ body }) => body.kind === "Heartbeat");
  expect(heartbeats.every(({ to }) => to === 2) && heartbeats.length > 0).toBe(true);
});
