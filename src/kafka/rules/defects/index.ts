/** The planted defects, in the order of defects.md. */
import type { Defect } from "../defect.ts";
import { defect as e01 } from "./e-01.ts";
import { defect as e02 } from "./e-02.ts";
import { defect as e03 } from "./e-03.ts";
import { defect as e04 } from "./e-04.ts";
import { defect as e08 } from "./e-08.ts";
import { defect as e10 } from "./e-10.ts";
import { defect as e11 } from "./e-11.ts";
import { defect as e12 } from "./e-12.ts";
import { defect as e14 } from "./e-14.ts";
import { defect as e15 } from "./e-15.ts";
import { defect as e16 } from "./e-16.ts";
import { defect as g21 } from "./g-21.ts";
import { defect as i01 } from "./i-01.ts";
import { defect as i02 } from "./i-02.ts";
import { defect as i03 } from "./i-03.ts";
import { defect as i06 } from "./i-06.ts";
import { defect as i07 } from "./i-07.ts";
import { defect as i14 } from "./i-14.ts";
import { defect as k07 } from "./k-07.ts";
import { defect as p01 } from "./p-01.ts";
import { defect as p03 } from "./p-03.ts";
import { defect as p04 } from "./p-04.ts";
import { defect as p05 } from "./p-05.ts";
import { defect as p08 } from "./p-08.ts";
import { defect as p09 } from "./p-09.ts";
import { defect as p11 } from "./p-11.ts";
import { defect as r01 } from "./r-01.ts";
import { defect as r02 } from "./r-02.ts";
import { defect as r03 } from "./r-03.ts";
import { defect as r04 } from "./r-04.ts";
import { defect as r06 } from "./r-06.ts";
import { defect as r07 } from "./r-07.ts";
import { defect as r08 } from "./r-08.ts";
import { defect as r09 } from "./r-09.ts";
import { defect as r10 } from "./r-10.ts";
import { defect as r11 } from "./r-11.ts";
import { defect as r13 } from "./r-13.ts";
import { defect as r14 } from "./r-14.ts";
import { defect as r15 } from "./r-15.ts";
import { defect as r18 } from "./r-18.ts";
import { defect as r20 } from "./r-20.ts";
import { defect as r21 } from "./r-21.ts";

export const defects: readonly Defect[] = [
  r01,
  r02,
  r03,
  r04,
  r06,
  r07,
  r08,
  r09,
  r10,
  r11,
  r13,
  r14,
  r15,
  r18,
  r20,
  r21,
  i01,
  i02,
  i03,
  i06,
  i07,
  i14,
  e01,
  e02,
  e03,
  e04,
  e08,
  e10,
  e11,
  e12,
  e14,
  e15,
  e16,
  k07,
  p01,
  p03,
  p04,
  p05,
  p08,
  p09,
  p11,
  g21,
];
