/** The planted defects, by id. */
import type { Defect } from "../defect.ts";
import { defect as i01 } from "./i-01.ts";
import { defect as p01 } from "./p-01.ts";
import { defect as r01 } from "./r-01.ts";

export const defects: readonly Defect[] = [i01, p01, r01];
