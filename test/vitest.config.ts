import { defineConfig } from "vitest/config";

const report = process.env["KAFKA_TRIAL_REPORT"];

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts", "properties/**/*.property.ts"],
    globalSetup: "test/global-setup.ts",
    testTimeout: 120_000,
    maxWorkers: 2,
    // What is compared with texts is printed without colours, also where CI asks for them.
    env: { NO_COLOR: "1", FORCE_COLOR: "" },
    pool: "threads",
    isolate: false,
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
  },
});
