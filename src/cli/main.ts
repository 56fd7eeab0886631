#!/usr/bin/env node
/** The command of the package. */
import { kafkaTrial } from "./program.ts";

// A reader that has enough (`| head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await kafkaTrial(process.argv.slice(2));
