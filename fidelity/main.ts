import { fidelity } from "./command.ts";

process.exitCode = await fidelity(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
process.exit();
