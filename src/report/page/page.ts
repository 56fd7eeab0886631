/** What `explain` prints of one name of one kind. */
export interface Page {
  readonly name: string;
  readonly kind: string;
  readonly lines: readonly string[];
}
