/** Flags of `prove`, with their help. */
import type { Command } from "commander";
import { wholeNumber } from "../shared/options.ts";

export interface ProveOptions {
  readonly rules?: string;
  readonly replicas?: number;
  readonly minIsr?: number;
  readonly records?: number;
  readonly elections?: number;
  readonly lags?: number;
  readonly crashes?: number;
  readonly lostDisks?: number;
  readonly fences?: number;
  readonly disconnects?: number;
  readonly sessions?: boolean;
  readonly inFlight?: number;
  readonly idempotence: boolean;
  readonly check?: readonly string[];
  readonly recovery?: boolean;
  readonly depth?: number;
  readonly memory?: number;
  readonly walks?: number;
  readonly seed?: string;
  readonly json?: boolean;
  readonly list?: boolean;
}

const count = (flag: string): ((text: string) => number) => wholeNumber(flag, 0, 7);

export function proveSyntax(program: Command): Command {
  return program
    .command("prove")
    .description("search a small model of the same protocol code exhaustively (without a model: all that is claimed)")
    .argument("[model]", "replication, isr or producer")
    .option("--rules <name>", "a rule set or a defect; exit 1 if it is violated")
    .option("--replicas <n>", "replicas of the one partition", wholeNumber("--replicas", 2, 4))
    .option("--min-isr <n>", "min.insync.replicas", wholeNumber("--min-isr", 1, 4))
    .option("--records <n>", "records that are appended", wholeNumber("--records", 1, 7))
    .option("--elections <n>", "leader changes by the operator", count("--elections"))
    .option("--lags <n>", "times that a leader waits replica.lag.time.max.ms in vain", count("--lags"))
    .option("--crashes <n>", "process crashes; who crashed may start again", count("--crashes"))
    .option("--lost-disks <n>", "crashes, among them, outside the ISR, that lose the disk", count("--lost-disks"))
    .option("--fences <n>", "sessions of live brokers that expire", count("--fences"))
    .option("--disconnects <n>", "connections that are lost", count("--disconnects"))
    .option("--sessions", "fetches have sessions, and wait for data (KIP-227)")
    .option("--in-flight <n>", "requests of the producer in flight", wholeNumber("--in-flight", 1, 5))
    .option("--no-idempotence", "the producer is not idempotent")
    .option("--check <name...>", "ask these checks only")
    .option("--recovery", "also ask whether everything can come right again, from every state")
    .option("--depth <n>", "search or walk at most so many steps far", wholeNumber("--depth", 1, 10_000))
    .option("--memory <MB>", "end the search when its tables need more", wholeNumber("--memory", 16, 1_000_000))
    .option("--walks <n>", "random walks instead of a search", wholeNumber("--walks", 1, 1e9))
    .option("--seed <text>", "of the walks; the same seed gives the same walks")
    .option("--json", "one JSON object on stdout")
    .option("--list", "print models, scopes, checks and claims; search nothing")
    .addHelpText(
      "after",
      "\nExamples:\n" +
        "  kafka-trial prove                                  # every model under the rules of which something is claimed\n" +
        "  kafka-trial prove replication --rules kip-101      # the shortest way to a loss, told\n" +
        "  kafka-trial prove isr --rules I-02 --crashes 2 --lost-disks 1\n" +
        "  kafka-trial prove replication --rules kip-279 --replicas 3 --walks 20000\n",
    );
}
