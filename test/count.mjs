// Prints the closing line of CI from vitest's JSON report: `N passed, N failed`.
import { existsSync, readFileSync } from "node:fs";

const [report, code] = process.argv.slice(2);
const text = existsSync(report) ? readFileSync(report, "utf8") : "";
const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = text === "" ? {} : JSON.parse(text);
const failed = numFailedTests === 0 && code !== "0" ? 1 : numFailedTests;
console.log(`${numPassedTests} passed, ${failed} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ""}`);
