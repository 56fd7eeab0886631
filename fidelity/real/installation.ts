/** A release of Kafka as jars from Maven's registry, and the message definitions that they carry. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workFolder } from "../package-root.ts";
import { MessageDefinitions } from "../wire/message-definition.ts";
import { runProgram } from "./tools.ts";

export interface Installation {
  readonly release: string;
  /** For `java -cp`. */
  readonly classPath: string;
  readonly definitions: MessageDefinitions;
  /** Holds `lib` and whatever else is made for the release. */
  readonly folder: string;
}

interface Artifact {
  readonly name: string;
  readonly type?: "test-jar";
}

const broker: readonly Artifact[] = [{ name: "kafka_2.13" }];

/** The classes by which Kafka tests its own log. */
const testHelpers: readonly Artifact[] = [
  { name: "kafka-server-common", type: "test-jar" },
  { name: "kafka-clients", type: "test-jar" },
];

/** Downloads what is not there yet. Throws where Maven fails, with what it says. */
export async function install(release: string): Promise<Installation> {
  const folder = join(workFolder, "releases", release);
  const lib = join(folder, "lib");
  await once(join(folder, "installed"), async () => {
    await copyDependencies(release, folder, lib, broker);
    for (const [jar, definitions] of [
      ["kafka-clients", "common/message"],
      ["kafka-metadata", "common/metadata"],
    ] as const) {
      const file = join(lib, `${jar}-${release}.jar`);
      if (existsSync(file)) await runProgram("jar", ["-xf", file, definitions], { cwd: folder });
    }
  });
  const definitions = ["message", "metadata"].map((name) => join(folder, "common", name)).filter(existsSync);
  return { release, folder, classPath: join(lib, "*"), definitions: new MessageDefinitions(...definitions) };
}

/** The class path of Kafka with the classes by which it tests its log. */
export async function installTestHelpers({ release, folder, classPath }: Installation): Promise<string> {
  const lib = join(folder, "test-lib");
  await once(join(folder, "test-installed"), () => copyDependencies(release, join(folder, "test"), lib, testHelpers));
  const jars = readdirSync(lib).filter((name) => name.endsWith("-test.jar"));
  return [classPath, ...jars.map((name) => join(lib, name))].join(":");
}

/** `marker` says that the work was done to its end. */
async function once(marker: string, work: () => Promise<void>): Promise<void> {
  if (existsSync(marker)) return;
  await work();
  writeFileSync(marker, "");
}

async function copyDependencies(
  release: string,
  folder: string,
  target: string,
  artifacts: readonly Artifact[],
): Promise<void> {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pom = join(folder, "pom.xml");
  writeFileSync(pom, pomOf(release, artifacts));
  const goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", `-DoutputDirectory=${target}`];
  await runProgram("mvn", ["-B", "-q", "-f", pom, ...goal]);
}

function pomOf(release: string, artifacts: readonly Artifact[]): string {
  const dependencies = artifacts.map(
    ({ name, type }) =>
      `<dependency><groupId>org.apache.kafka</groupId><artifactId>${name}</artifactId><version>${release}</version>${
        type === undefined ? "" : `<type>${type}</type>`
      }</dependency>`,
  );
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>fidelity</groupId><artifactId>release</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>${dependencies.join("")}</dependencies></project>
`;
}
