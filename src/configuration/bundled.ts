/** The configurations that come with the package, in the order in which a run without arguments judges them. */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

interface BundledConfiguration {
  readonly name: string;
  readonly files: readonly string[];
}

/** Files below `scenarios/configs`; the same place seen from `src/configuration` and `dist/configuration`. */
const bundled: readonly BundledConfiguration[] = [
  {
    name: "Kafka's KRaft quick start",
    files: ["apache-kafka/kraft-server.properties", "apache-kafka/producer.properties"],
  },
  { name: "Strimzi persistent", files: ["strimzi/kafka-persistent.yaml"] },
  { name: "Strimzi ephemeral", files: ["strimzi/kafka-ephemeral.yaml"] },
  { name: "Strimzi single node", files: ["strimzi/kafka-single-node.yaml"] },
  { name: "first broker", files: ["first-broker/server.properties"] },
  { name: "Kafka's Docker cluster", files: ["apache-kafka-docker/cluster-isolated-plaintext.yml"] },
];

export function bundledConfigurations(): readonly BundledConfiguration[] {
  return bundled.map(({ name, files }) => ({ name, files: files.map(bundledFile) }));
}

/** A path that can be opened from the working directory, short where the package is below it. */
export function bundledFile(name: string): string {
  const file = fileURLToPath(new URL(`../../scenarios/configs/${name}`, import.meta.url));
  const short = relative(process.cwd(), file);
  return short.startsWith("..") || short === "" ? file : short;
}
