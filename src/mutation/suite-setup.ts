/** Before and after each test file, in the thread of vitest that runs it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { activeVariable, type FileRecord, recordVariable } from "./suite-task.ts";
import { switchboard } from "./switchboard.ts";

/** Some seconds of doing nothing else: the longest property needs a fiftieth. */
const mostRounds = 10_000_000_000;

const board = switchboard();
const folder = process.env[recordVariable] ?? "";
board.active = Number(process.env[activeVariable] ?? -1);
board.rounds = 0;
board.mostRounds = mostRounds;

if (folder !== "") {
  const different = board.listen();
  afterAll(() => {
    const file = expect.getState().testPath!;
    const record: FileRecord = { file, different: [...different] };
    writeFileSync(join(folder, `${file.replace(/\W+/g, "-")}.json`), JSON.stringify(record));
  });
}
