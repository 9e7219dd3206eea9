// What is counted of one kind of credential.

/** What became of credentials so far, and how many are remembered as verified. */
export interface CredentialFigures {
  readonly remembered: number;
  readonly outcomes: Readonly<Record<string, number>>;
}
