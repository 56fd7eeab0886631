/** The package as others get it: packed, installed into an empty project, typed, and used there for a property of one's own. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "./source-files.ts";

const folder = mkdtempSync(join(tmpdir(), "kafka-trial-package-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const npm = (...words: string[]): string =>
  execFileSync("npm", words, { cwd: folder, encoding: "utf8", stdio: "pipe" });

const property = `
import fc from "fast-check";
import { arbitraries, guarantees, run } from "kafka-trial";

const space = { ...arbitraries.propertySpace("kafka-4"), records: 10 };
fc.assert(
  fc.property(arbitraries.scenario(space), (scenario) => run(scenario).verdict !== "violated"),
  { numRuns: 10, seed: 1 },
);
console.log(guarantees.map((guarantee) => guarantee.name).join());
`;

test("npm pack installs into an empty project and works there", () => {
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: root, stdio: "pipe" });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
  npm("install", "./kafka-trial-0.1.0.tgz", "fast-check", "typescript");
  writeFileSync(join(folder, "property.ts"), property);
  const options = ["--module", "nodenext", "--target", "es2023", "--strict", "--skipLibCheck", "property.ts"];
  execFileSync("npx", ["tsc", ...options], { cwd: folder, stdio: "pipe" });
  const names = execFileSync("node", ["property.js"], { cwd: folder, encoding: "utf8" });
  expect(names).toContain("no-acked-loss");
  const help = execFileSync("npx", ["kafka-trial", "run", "--list"], { cwd: folder, encoding: "utf8" });
  expect(help).toContain("rolling-restart");
});
