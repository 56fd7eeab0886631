/** Properties of Kafka's own Java client. */
import type { ClientPart, PlacedSetting } from "../parts.ts";

/** Keys that no other client has. */
const javaOnly =
  /^(key|value)\.(de)?serializer$|^(interceptor\.classes|max\.block\.ms|buffer\.memory|partitioner\.class|max\.request\.size)$/;

export function readJavaClient(file: string, sides: Pick<ClientPart, "producer" | "consumer">): ClientPart {
  const producer: readonly PlacedSetting[] = sides.producer ?? [];
  const isSure = producer.some(({ key }) => javaOnly.test(key) || key === "enable.idempotence");
  const isOpen = sides.producer !== null && !isSure;
  const note = `${file} is read as a file of the Java client; librdkafka:${file} for one built on librdkafka, whose defaults differ (enable.idempotence=false)`;
  return { name: file, file, ...sides, doubts: [], notes: isOpen ? [note] : [] };
}
