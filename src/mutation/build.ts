/** The product with mutants built in: one file of JavaScript that a worker loads. */
import { join, relative, sep } from "node:path";
import { type Plugin, rolldown } from "rolldown";
import { instrument, type Numbered } from "./instrument.ts";

/** Of rolldown and of vite. */
export function mutating(root: string, mutants: readonly Numbered[]): Plugin {
  const source = join(root, "src") + sep;
  return {
    name: "mutating",
    transform: {
      order: "pre",
      handler(text, id) {
        const [path] = id.split("?");
        if (path === undefined || !path.startsWith(source) || !path.endsWith(".ts")) return null;
        const file = relative(root, path).split(sep).join("/");
        // The switchboard itself is no part of what is on trial.
        if (file.startsWith("src/mutation/")) return null;
        return instrument(
          file,
          text,
          mutants.filter(({ mutant }) => mutant.file === file),
        );
      },
    },
  };
}

/** Bundles what `entry` reaches into `out`. */
export async function buildMutants(
  root: string,
  entry: string,
  mutants: readonly Numbered[],
  out: string,
): Promise<void> {
  const bundle = await rolldown({
    input: join(root, entry),
    cwd: root,
    platform: "node",
    plugins: [mutating(root, mutants)],
    treeshake: false,
    logLevel: "silent",
  });
  await bundle.write({ file: out, format: "esm" });
  await bundle.close();
}
