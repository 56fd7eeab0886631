/** Which release of Kafka a file means: what its images, its protocol version or its ZooKeeper say. */
import { isAtLeast, parseKafkaVersion } from "../kafka/config/version.ts";
import { lastOf, type NodePart, type ReleaseClaim } from "./parts.ts";

/** The Kafka in Confluent Platform (docs.confluent.io, "Supported Versions and Interoperability"). */
const confluent: Readonly<Record<string, string>> = {
  "5.5": "2.5",
  "6.0": "2.6",
  "6.1": "2.7",
  "6.2": "2.8",
  "7.0": "3.0",
  "7.1": "3.1",
  "7.2": "3.2",
  "7.3": "3.3",
  "7.4": "3.4",
  "7.5": "3.5",
  "7.6": "3.6",
  "7.7": "3.7",
  "7.8": "3.8",
  "7.9": "3.9",
  "8.0": "4.0",
  "8.1": "4.1",
};

/** How the tag of an image names its Kafka: the group is the version. */
const images: readonly (readonly [RegExp, (version: string) => string | undefined])[] = [
  [/(?:^|\/)confluentinc\/cp-(?:enterprise-)?(?:kafka|server)[\w-]*:v?(\d+\.\d+)/, (version) => confluent[version]],
  // `0.45.0-kafka-3.9.0` of Strimzi, `2.13-2.8.1` (Scala first) of wurstmeister.
  [/(?:^|\/)kafka[\w-]*:[\w.-]*-kafka-(\d+\.\d+(?:\.\d+)?)/, (version) => version],
  [/(?:^|\/)kafka:2\.1[0-3]-(\d+\.\d+(?:\.\d+)?)/, (version) => version],
  [/(?:^|\/)(?:kafka|kafka-native):v?(\d+\.\d+(?:\.\d+)?)/, (version) => version],
];

/** Null: the image names no release, or none of a distribution that is known. */
export function releaseOfImage(image: string): ReleaseClaim | null {
  for (const [pattern, kafkaOf] of images) {
    const version = pattern.exec(image)?.[1];
    const text = version === undefined ? undefined : kafkaOf(version);
    if (text !== undefined) return { text, from: `the image ${image}` };
  }
  return null;
}

/** The newest release that still works with ZooKeeper. */
const lastWithZooKeeper = "3.9";

/** Brokers of a cluster that is being upgraded speak an older protocol than their release; it is the best that a file says. */
export function releaseOfSettings(nodes: readonly NodePart[]): ReleaseClaim | null {
  const settings = nodes.flatMap((node) => node.settings);
  const protocol = lastOf(settings, "inter.broker.protocol.version");
  const spoken = protocol?.value.trim().replace(/-IV\d+$/, "");
  if (spoken !== undefined && parseKafkaVersion(spoken) !== null) {
    return { text: spoken, from: `inter.broker.protocol.version=${protocol?.value.trim()}` };
  }
  const zooKeeper = lastOf(settings, "zookeeper.connect");
  if (zooKeeper === undefined || lastOf(settings, "process.roles") !== undefined) return null;
  return { text: lastWithZooKeeper, from: "zookeeper.connect, which 4.0 took away" };
}

/** Why a file cannot be of the release that was asked for; null: it can. */
export function contradiction(asked: string, nodes: readonly NodePart[]): string | null {
  const version = parseKafkaVersion(asked);
  const zooKeeper = lastOf(
    nodes.flatMap((node) => node.settings),
    "zookeeper.connect",
  );
  const isKraft = nodes.some((node) => lastOf(node.settings, "process.roles") !== undefined);
  if (version === null || zooKeeper === undefined || isKraft || !isAtLeast(version, "4.0")) return null;
  return `zookeeper.connect stands in ${zooKeeper.file}, and Kafka ${version} does not work with ZooKeeper: such a cluster runs ${lastWithZooKeeper} or older`;
}
