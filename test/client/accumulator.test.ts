import { describe, expect, test } from "vitest";
import { Errors } from "../../src/kafka/errors.ts";
import { isBatchValid } from "../../src/kafka/records.ts";
import { producerConfig, records, tpOf } from "./client-settings.ts";
import { answer, idsOf, startProducer } from "./producer-driver.ts";

const oneLeader = [{ leaderId: 1, leaderEpoch: 0 }];
const atOnce = (count: number): number[] => Array.from({ length: count }, () => 0);

describe("linger.ms and batch.size", () => {
  test("a record waits linger.ms for company", () => {
    const driver = startProducer({ workload: records([0, 2, 4, 20]) });
    driver.produces();
    driver.host.runTo(4);
    expect(driver.produces()).toEqual([]);
    driver.host.runTo(5);
    const [first] = driver.produces();
    expect(first!.atMs).toBe(5);
    expect(idsOf(first!)).toEqual([0, 1, 2]);
    driver.host.runTo(25);
    expect(driver.produces().map((sent) => idsOf(sent))).toEqual([[3]]);
  });

  test("a full batch does not wait, and the next one waits on its own account", () => {
    const config = producerConfig({ batchSize: 61 + 300, lingerMs: 50 });
    const driver = startProducer({ config, workload: records(atOnce(4)) });
    expect(driver.produces().map((sent) => idsOf(sent))).toEqual([[0, 1, 2]]);
    driver.host.runTo(50);
    expect(driver.produces().map((sent) => idsOf(sent))).toEqual([[3]]);
  });

  test("with linger 0 what is sent at once goes at once", () => {
    const config = producerConfig({ lingerMs: 0 });
    const driver = startProducer({ config, workload: records([0, 0, 7]) });
    expect(driver.produces().map((sent) => idsOf(sent))).toEqual([[0, 1]]);
    driver.host.runTo(7);
    expect(driver.produces().map((sent) => sent.atMs)).toEqual([7]);
  });

  test("compression makes room by its ratio, and the wire size shrinks by it", () => {
    const config = producerConfig({ batchSize: 61 + 300, lingerMs: 0, compressionType: "lz4" });
    const driver = startProducer({ config, workload: records(atOnce(6)) });
    const [sent] = driver.produces();
    expect(idsOf(sent!)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(sent!.body.partitions[0]!.batch.sizeInBytes).toBe(61 + 300);
    expect(isBatchValid(sent!.body.partitions[0]!.batch)).toBe(true);
  });
});

describe("requests", () => {
  test("one request carries a batch of every partition that one broker leads", () => {
    const leaders = [1, 2, 1, 1].map((leaderId) => ({ leaderId, leaderEpoch: 0 }));
    const workload = records(atOnce(8), (index) => ({ partition: index % 4 }));
    const driver = startProducer({ workload }, leaders);
    driver.produces();
    driver.host.runTo(5);
    const sent = driver.produces();
    expect(sent.map(({ to, body }) => [to, body.partitions.map((partition) => partition.topicPartition)])).toEqual([
      [1, [tpOf(0), tpOf(2), tpOf(3)]],
      [2, [tpOf(1)]],
    ]);
  });

  test("max.request.size bounds what goes into one, and the next begins with the partition left out", () => {
    const workload = records(atOnce(3), (index) => ({ partition: index, sizeInBytes: 1000 }));
    const config = producerConfig({ maxRequestSize: 2500 });
    const driver = startProducer({ config, workload }, [...oneLeader, ...oneLeader, ...oneLeader]);
    driver.produces();
    driver.host.runTo(5);
    const sent = driver.produces();
    expect(sent.map(({ body }) => body.partitions.map((partition) => partition.topicPartition))).toEqual([
      [tpOf(0), tpOf(1)],
      [tpOf(2)],
    ]);
  });

  test("no more than max.in.flight requests are open on a connection", () => {
    const config = producerConfig({ batchSize: 100, lingerMs: 0, maxInFlightRequestsPerConnection: 3 });
    const driver = startProducer({ config, workload: records(atOnce(6)) });
    const sent = driver.produces();
    expect(sent.map((request) => idsOf(request))).toEqual([[0], [1], [2]]);
    answer(driver, sent[0]!);
    expect(driver.produces().map((request) => idsOf(request))).toEqual([[3]]);
  });

  test("names tell attempts and places apart, and repeat in a run that does the same", () => {
    const names = (): number[] => {
      const driver = startProducer({
        config: producerConfig({ batchSize: 100, lingerMs: 0 }),
        workload: records(atOnce(4)),
      });
      return driver.produces().map(({ body }) => body.name);
    };
    expect(new Set(names()).size).toBe(4);
    expect(names()).toEqual(names());
  });
});

describe("buffer.memory", () => {
  const config = producerConfig({ batchSize: 200, bufferMemory: 400, lingerMs: 1000, maxBlockMs: 3000 });

  test("a send without room blocks, everything waiting goes at once, and an acknowledgement makes room", () => {
    const driver = startProducer({ config, workload: records(atOnce(5)) });
    const sent = driver.produces();
    expect(sent.map((request) => idsOf(request))).toEqual([[0], [1]]);
    expect(driver.facts.invoked).toEqual([0, 1, 2]);
    answer(driver, sent[0]!, { baseOffset: 9 });
    expect(driver.produces().map((request) => idsOf(request))).toEqual([[2]]);
    expect(driver.facts.invoked).toEqual([0, 1, 2, 3]);
  });

  test("what was given up in flight keeps its memory until the answer (KAFKA-19012)", () => {
    const short = { ...config, deliveryTimeoutMs: 1000, lingerMs: 0 };
    const driver = startProducer({ config: short, workload: records(atOnce(3)) });
    const sent = driver.produces();
    driver.host.runTo(2000);
    expect(driver.facts.outcomes()).toEqual(["info", "info"]);
    expect(driver.produces()).toEqual([]);
    answer(driver, sent[1]!, { baseOffset: 1 });
    expect(driver.produces().map((request) => idsOf(request))).toEqual([[2]]);
    expect(driver.facts.outcomes()).toEqual(["info", "info"]);
  });

  test("max.block.ms makes the send fail for certain, then the next one is tried", () => {
    const driver = startProducer({ config, workload: records(atOnce(4)) });
    driver.produces();
    driver.host.runTo(3000);
    expect(driver.facts.completed).toEqual([
      { record: 2, tp: -1, outcome: "fail", errorCode: Errors.REQUEST_TIMED_OUT, offset: -1 },
    ]);
    expect(driver.facts.invoked).toEqual([0, 1, 2, 3]);
  });

  test("without metadata a send blocks, and fails in the end", () => {
    const driver = startProducer({ config, workload: records([0]) });
    driver.host.runTo(2999);
    expect(driver.facts.completed).toEqual([]);
    driver.host.runTo(3000);
    expect(driver.facts.outcomes()).toEqual(["fail"]);
  });

  test("a record that can never fit fails at once", () => {
    const workload = records([0, 0, 0], (index) => ({ sizeInBytes: [350, 2_000_000, 100][index]! }));
    const driver = startProducer({ config, workload });
    driver.produces();
    expect(driver.facts.completed.map(({ record, outcome, errorCode }) => [record, outcome, errorCode])).toEqual([
      [0, "fail", Errors.MESSAGE_TOO_LARGE],
      [1, "fail", Errors.MESSAGE_TOO_LARGE],
    ]);
  });
});

describe("MESSAGE_TOO_LARGE", () => {
  test("splits a batch by batch.size without trusting compression, in order and with the same sequences", () => {
    const config = producerConfig({ batchSize: 61 + 200, lingerMs: 0, compressionType: "zstd" });
    const driver = startProducer({ config, workload: records(atOnce(4)) });
    const [whole] = driver.produces();
    expect(idsOf(whole!)).toEqual([0, 1, 2, 3]);
    answer(driver, whole!, { errorCode: Errors.MESSAGE_TOO_LARGE });
    const [first] = driver.produces();
    expect([idsOf(first!), first!.body.partitions[0]!.batch.baseSequence]).toEqual([[0, 1], 0]);
    answer(driver, first!, { baseOffset: 0 });
    const [second] = driver.produces();
    expect([idsOf(second!), second!.body.partitions[0]!.batch.baseSequence]).toEqual([[2, 3], 2]);
    answer(driver, second!, { baseOffset: 2 });
    expect(driver.facts.completed.map(({ record, offset }) => [record, offset])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  test("halves what batch.size leaves too large, as often as it takes (KAFKA-8350)", () => {
    const driver = startProducer({ config: producerConfig({ lingerMs: 0 }), workload: records(atOnce(4)) });
    const sizes: number[] = [];
    for (let atMs = 0; atMs <= 20; atMs++) {
      driver.host.runTo(atMs);
      for (const sent of driver.produces()) {
        sizes.push(idsOf(sent).length);
        answer(driver, sent, { errorCode: idsOf(sent).length > 1 ? Errors.MESSAGE_TOO_LARGE : Errors.NONE });
      }
    }
    expect(sizes).toEqual([4, 4, 1, 1, 1, 1]);
  });

  test("a single record that is too large fails", () => {
    const driver = startProducer({ config: producerConfig({ lingerMs: 0 }), workload: records([0]) });
    answer(driver, driver.produces()[0]!, { errorCode: Errors.MESSAGE_TOO_LARGE });
    expect(driver.facts.outcomes()).toEqual(["fail"]);
  });
});
