/** What `explain --json` prints. The JSON Schema under schema/ is made from this. */
import { z } from "zod";

/** What is said of one name of one kind. */
const page = z.strictObject({ name: z.string(), kind: z.string(), lines: z.array(z.string()) });

export type Page = z.infer<typeof page>;

export const explainReportSchema = z.union([
  z.array(page).describe("of one name: it may stand for several things"),
  z.record(z.string(), z.array(z.string())).describe("with --list: all names by kind"),
]);
