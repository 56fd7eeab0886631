/** The process behind `npm run mutate`. */
import { mutate } from "./program.ts";

process.exitCode = await mutate(process.argv.slice(2));
