// Bounds what a document may cost before anything works on it: validation and planning take more
// than linear time, so a small document of reused fragments could otherwise stop the process.
import { type DocumentNode, Kind, Lexer, Source, TokenKind, parse } from 'graphql';

import { measureDocument } from './document-measure.ts';

/** Upper bounds, each included. */
export interface OperationLimits {
  readonly maxTokens: number;
  /** Fields within fields. */
  readonly maxDepth: number;
  /** After fragments are expanded. */
  readonly maxAliases: number;
  /** Fields and fragments, after fragments are expanded. */
  readonly maxSelections: number;
}

/** Which limit a document breaks. */
export type LimitCode =
  'MAX_TOKENS_LIMIT' | 'MAX_DEPTH_LIMIT' | 'MAX_ALIASES_LIMIT' | 'MAX_SELECTIONS_LIMIT';

/** Whether a document may be worked on. A syntax error is left to whoever answers it. */
export type LimitsOutcome =
  | { readonly status: 'within'; readonly document: DocumentNode | undefined }
  | { readonly status: 'exceeded'; readonly code: LimitCode; readonly message: string };

// Lists, objects and selection sets within each other; the parser calls itself for each level.
const maxNesting = 200;
// Validation compares all fields of one response path with each other.
const maxSamePath = 64;

/** Checks a document against the limits, in time linear to its length and the limits. Never throws. */
export function checkOperationLimits(query: string, limits: OperationLimits): LimitsOutcome {
  const nesting = scanTokens(query, limits.maxTokens);
  if (nesting === 'too many tokens') {
    return exceeded('MAX_TOKENS_LIMIT', `more than ${limits.maxTokens} tokens`);
  }
  if (nesting === 'too deep') return exceeded('MAX_DEPTH_LIMIT', `more than ${maxNesting} levels`);

  const document = parseOrNothing(query);
  if (!document) return { status: 'within', document: undefined };
  const { depth, nestedFragments, aliases, selections, samePath } = measureDocument(
    document,
    limits.maxSelections,
  );

  if (selections > limits.maxSelections) {
    return exceeded('MAX_SELECTIONS_LIMIT', `more than ${limits.maxSelections} selections`);
  }
  if (depth > limits.maxDepth || nestedFragments > maxNesting) {
    return exceeded('MAX_DEPTH_LIMIT', `fields nested more than ${limits.maxDepth} levels`);
  }
  if (aliases > limits.maxAliases) {
    return exceeded('MAX_ALIASES_LIMIT', `more than ${limits.maxAliases} aliases`);
  }
  if (samePath > maxSamePath) {
    return exceeded('MAX_SELECTIONS_LIMIT', `one field more than ${maxSamePath} times`);
  }
  return { status: 'within', document };
}

function scanTokens(query: string, maxTokens: number): 'fine' | 'too many tokens' | 'too deep' {
  const lexer = new Lexer(new Source(query));
  let nesting = 0;
  try {
    for (let count = 0; ; count += 1) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) return 'fine';
      if (count >= maxTokens) return 'too many tokens';
      if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L) nesting += 1;
      if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R) nesting -= 1;
      if (nesting > maxNesting) return 'too deep';
    }
  } catch {
    // Not a token: the parser stops there too, and says so.
    return 'fine';
  }
}

function parseOrNothing(query: string): DocumentNode | undefined {
  try {
    const document = parse(query, { noLocation: true });
    const isExecutable = document.definitions.some(
      ({ kind }) => kind === Kind.OPERATION_DEFINITION,
    );
    return isExecutable ? document : undefined;
  } catch {
    return undefined;
  }
}

function exceeded(code: LimitCode, what: string): LimitsOutcome {
  return { status: 'exceeded', code, message: `The operation has ${what}, which is the limit.` };
}
