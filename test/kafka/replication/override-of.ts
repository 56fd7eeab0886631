/** What a planted defect decides otherwise. */
import { defects } from "../../../src/kafka/rules/defects.ts";
import type { Override } from "../../../src/kafka/rules/rules.ts";

export const overrideOf = (id: string): Override => defects.find((defect) => defect.id === id)!.override;
