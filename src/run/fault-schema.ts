/** The shape of a fault in a scenario file; unknown kinds and fields are refused. */
import { z } from "zod";
import type { AdminAction, Fault } from "../chaos/fault.ts";

const ms = z.number().int();
const whole = z.number().int().min(0);
const node = z
  .string()
  .regex(
    /^(b[1-9]\d?|controller|(producer|consumer|admin)-\d+)$/,
    "a node such as b1, controller, producer-0 or consumer-1",
  );
const nodes = z.array(node).min(1);

const trigger = z.union([
  z.strictObject({ at: whole }),
  z.strictObject({
    on: z.enum([
      "appended",
      "truncated",
      "high-watermark-moved",
      "became-leader",
      "became-follower",
      "isr-proposed",
      "isr-committed",
      "follower-fetched",
      "produce-answered",
      "elected",
      "broker-fenced",
      "broker-registered",
      "segment-rolled",
      "node-up",
    ]),
    node: whole.optional(),
    topicPartition: z.string().optional(),
    offset: whole.optional(),
    leaderEpoch: whole.optional(),
    nth: z.number().int().min(1).optional(),
    withSends: z.boolean().optional(),
  }),
]);

const base = { id: whole, trigger };
const fault = <K extends Fault["kind"], S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ ...base, kind: z.literal(kind), ...shape });

const topic = z.string().min(1);
export const adminActionSchema: z.ZodType<AdminAction> = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("reassign"), topic, partition: whole, replicas: z.array(whole).min(1) }),
  z.strictObject({ do: z.literal("add-partitions"), topic, count: whole }),
  z.strictObject({ do: z.literal("alter-config"), topic, key: z.string(), value: z.string().nullable() }),
  z.strictObject({ do: z.literal("elect-preferred") }),
  z.strictObject({ do: z.literal("elect-unclean"), topic, partition: whole }),
  z.strictObject({
    do: z.literal("create-topic"),
    topic,
    partitions: whole,
    replicationFactor: whole,
    configs: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({ do: z.literal("delete-topic"), topic }),
  z.strictObject({ do: z.literal("delete-records"), topic, partition: whole, offset: ms }),
]);

export const faultSchema: z.ZodType<Fault> = z.discriminatedUnion("kind", [
  fault("process-crash", { node, downMs: whole }),
  fault("power-loss", { nodes, downMs: whole, tail: z.enum(["none", "torn"]) }),
  fault("rack-outage", { rack: z.string(), power: z.boolean(), downMs: whole }),
  fault("pause", { node, durationMs: whole }),
  fault("controlled-shutdown", { node, downMs: whole }),
  fault("rolling-restart", { downMs: whole, gapMs: whole }),
  fault("disk-wipe", { node, disk: ms, downMs: whole }),
  fault("disk-fail", { node, disk: ms, durationMs: whole }),
  fault("disk-full", { node, disk: ms, durationMs: whole }),
  fault("disk-slow", { node, disk: ms, factor: whole, durationMs: whole }),
  fault("cut", { from: nodes, to: nodes, oneWay: z.boolean(), durationMs: whole }),
  fault("isolate", { node, durationMs: whole }),
  fault("slow-link", { from: node, to: node, extraMs: whole, durationMs: whole }),
  fault("reset", { from: node, to: node }),
  fault("clock-jump", { node, jumpMs: ms }),
  fault("clock-drift", { node, driftPpm: ms, durationMs: whole }),
  fault("session-loss", { node, durationMs: whole }),
  fault("client-crash", { node, downMs: whole }),
  fault("client-pause", { node, durationMs: whole }),
  fault("admin", { action: adminActionSchema }),
]);
