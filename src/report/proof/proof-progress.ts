/** How far a search is, on stderr: one line that is written over on a terminal, a line now and then elsewhere. */
import type { ProveProgress } from "../../prove/prove.ts";

export interface ProofProgress {
  update(progress: ProveProgress): void;
  stop(): void;
}

const quietMs = { terminal: 200, plain: 10_000 } as const;

export function proofProgress(what: string): ProofProgress {
  const { stderr } = process;
  const isTerminal = stderr.isTTY === true;
  let last = Date.now();
  let isDirty = false;
  return {
    update: (progress) => {
      if (Date.now() - last < (isTerminal ? quietMs.terminal : quietMs.plain)) return;
      last = Date.now();
      isDirty = isTerminal;
      stderr.write(isTerminal ? `\r\x1b[K${what}: ${text(progress)}` : `${what}: ${text(progress)}\n`);
    },
    stop: () => {
      if (isDirty) stderr.write("\r\x1b[K");
      isDirty = false;
    },
  };
}

function text({ states, transitions, depth, walks }: ProveProgress): string {
  if (walks > 0) return `${walks} walks, ${millions(transitions)} steps`;
  return `${millions(states)} states, ${millions(transitions)} transitions, depth ${depth}`;
}

const millions = (count: number): string => `${(count / 1e6).toFixed(1)} M`;
