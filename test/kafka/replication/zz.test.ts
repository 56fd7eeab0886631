import { it } from "vitest"; import { walk } from "./zzwalk.ts";
it("x", () => { console.log(walk(Number(process.env.SEED), 250, { name: "k" }, 1)); });