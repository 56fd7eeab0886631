/** The shape of a fault in a scenario file; unknown kinds and fields are refused. */
import { z } from "zod";
import { type AnyCard, allCards, type Fault, type OperatorAction } from "../chaos/fault.ts";
import type { Field } from "../chaos/fault-fields.ts";
import { trialObservations } from "../check/observer.ts";
import { nodeNamePattern } from "../core/ids.ts";
import { anchorEventsOf } from "../core/observer.ts";

/** Virtual ms: up to eleven days. */
const ms = z.number().int().min(0).max(1e9);
const whole = z.number().int().min(0);
const count = z.number().int().min(0).max(10_000);
/** -1: all disks. */
const disk = z.number().int().min(-1).max(15);
const node = z.string().regex(nodeNamePattern, "a node such as b1, controller, producer-0 or consumer-1");

const trigger = z.union([
  z.strictObject({ at: ms }),
  z.strictObject({
    on: z.enum(anchorEventsOf(trialObservations)),
    /** -1: nobody, as when a partition is left without a leader. */
    node: z.number().int().min(-1).optional(),
    topicPartition: z.string().optional(),
    offset: whole.optional(),
    leaderEpoch: whole.optional(),
    sinceMs: ms.optional(),
    nth: z.number().int().min(1).optional(),
    withSends: z.boolean().optional(),
  }),
]);

const topic = z.string().min(1);
const broker = z.number().int().min(1).max(99);

const adminActionSchema: z.ZodType<OperatorAction> = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("reassign"), topic, partition: whole, replicas: z.array(whole).min(1) }),
  z.strictObject({ do: z.literal("add-partitions"), topic, count }),
  z.strictObject({ do: z.literal("alter-config"), topic, key: z.string(), value: z.string().nullable() }),
  z.strictObject({ do: z.literal("elect-preferred") }),
  z.strictObject({ do: z.literal("elect-unclean"), topic, partition: whole }),
  z.strictObject({
    do: z.literal("create-topic"),
    topic,
    partitions: count,
    replicationFactor: count,
    configs: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({ do: z.literal("add-broker"), broker }),
  z.strictObject({ do: z.literal("remove-broker"), broker }),
  z.strictObject({ do: z.literal("delete-topic"), topic }),
  z.strictObject({ do: z.literal("delete-records"), topic, partition: whole, offset: z.number().int() }),
]);

function shapeOf(field: Field): z.ZodType {
  switch (field.is) {
    case "node":
      return node;
    case "nodes":
      return z.array(node).min(1);
    case "disk":
      return disk;
    case "rack":
      return z.string();
    case "flag":
      return z.boolean();
    case "duration":
    case "delay":
      return ms;
    case "number":
      return z.number().int().min(field.min).max(field.max);
    case "choice":
      return z.enum(field.of);
    case "word":
      return z.literal(field.word).optional();
    case "action":
      return adminActionSchema;
  }
}

const cardShape = ({ kind, fields }: AnyCard) =>
  z.strictObject({
    id: whole,
    trigger,
    kind: z.literal(kind),
    ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, shapeOf(field)])),
  });

const [firstShape, ...otherShapes] = allCards.map(cardShape);

/** Each kind as the fields of its card say. */
export const faultSchema = z.discriminatedUnion("kind", [firstShape!, ...otherShapes]) as unknown as z.ZodType<Fault>;
