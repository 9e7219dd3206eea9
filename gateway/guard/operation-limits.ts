// Bounds what a document may cost before anything works on it: validation and planning take more
// than linear time, so a small document of reused fragments could otherwise stop the process.
import { type DocumentNode, Kind, Lexer, Source, TokenKind, parse } from 'graphql';

import { type DocumentMeasure, measureDocument } from './document-measure.ts';

/** Upper bounds, each included. */
export interface OperationLimits {
  readonly maxTokens: number;
  /** Fields within fields. */
  readonly maxDepth: number;
  /** After fragments are expanded. */
  readonly maxAliases: number;
  /** Fields and fragments, after fragments are expanded. */
  readonly maxSelections: number;
  /** Fields, after fragments are expanded. */
  readonly maxHeight: number;
  /** Fields of the outermost set, after fragments are expanded. */
  readonly maxRootFields: number;
  /** After fragments are expanded. */
  readonly maxDirectives: number;
  /** Lists of the schema's description within each other, such as the fields of types of fields. */
  readonly maxIntrospectionDepth: number;
  /** Values of one list that is written in the document. */
  readonly maxListSize: number;
}

/** Which limit a document breaks. */
export type LimitCode =
  | 'MAX_TOKENS_LIMIT'
  | 'MAX_DEPTH_LIMIT'
  | 'MAX_ALIASES_LIMIT'
  | 'MAX_SELECTIONS_LIMIT'
  | 'MAX_HEIGHT_LIMIT'
  | 'MAX_ROOT_FIELDS_LIMIT'
  | 'MAX_DIRECTIVES_LIMIT'
  | 'MAX_INTROSPECTION_DEPTH_LIMIT'
  | 'BAD_USER_INPUT';

/** Sizes of a document that count also together with others'; 0 of what is not GraphQL, but for tokens. */
export interface OperationSizes extends Pick<
  DocumentMeasure,
  'aliases' | 'selections' | 'height' | 'rootFields' | 'directives'
> {
  readonly tokens: number;
}

/** Whether a document may be worked on. A syntax error is left to whoever answers it. */
export type LimitsOutcome =
  | {
      readonly status: 'within';
      readonly document: DocumentNode | undefined;
      readonly sizes: OperationSizes;
    }
  | { readonly status: 'exceeded'; readonly code: LimitCode; readonly message: string };

/** Of what is not there. */
export const noSizes: OperationSizes = {
  tokens: 0,
  aliases: 0,
  selections: 0,
  height: 0,
  rootFields: 0,
  directives: 0,
};

// Lists, objects and selection sets within each other; the parser calls itself for each level.
const maxNesting = 200;
// Validation compares all fields of one response path with each other.
const maxSamePath = 64;

/** Checks a document against the limits, in time linear to its length and the limits. Never throws. */
export function checkOperationLimits(query: string, limits: OperationLimits): LimitsOutcome {
  const tokens = scanTokens(query, limits.maxTokens);
  if (tokens === 'too many tokens') {
    return exceeded('MAX_TOKENS_LIMIT', `more than ${limits.maxTokens} tokens`);
  }
  if (tokens === 'too deep') return exceeded('MAX_DEPTH_LIMIT', `more than ${maxNesting} levels`);

  const document = parseOrNothing(query);
  if (!document) return { status: 'within', document: undefined, sizes: { ...noSizes, tokens } };
  const measure = measureDocument(document, limits.maxSelections);
  const { aliases, selections, height, rootFields, directives } = measure;
  const sizes = { tokens, aliases, selections, height, rootFields, directives };
  return findExcess(measure, limits) ?? { status: 'within', document, sizes };
}

function findExcess(measure: DocumentMeasure, limits: OperationLimits): LimitsOutcome | undefined {
  if (measure.selections > limits.maxSelections) {
    return exceeded('MAX_SELECTIONS_LIMIT', `more than ${limits.maxSelections} selections`);
  }
  if (measure.depth > limits.maxDepth || measure.nestedFragments > maxNesting) {
    return exceeded('MAX_DEPTH_LIMIT', `fields nested more than ${limits.maxDepth} levels`);
  }
  if (measure.aliases > limits.maxAliases) {
    return exceeded('MAX_ALIASES_LIMIT', `more than ${limits.maxAliases} aliases`);
  }
  if (measure.samePath > maxSamePath) {
    return exceeded('MAX_SELECTIONS_LIMIT', `one field more than ${maxSamePath} times`);
  }
  if (measure.directives > limits.maxDirectives) {
    return exceeded('MAX_DIRECTIVES_LIMIT', `more than ${limits.maxDirectives} directives`);
  }
  if (measure.introspectionDepth > limits.maxIntrospectionDepth) {
    const lists = `more than ${limits.maxIntrospectionDepth} lists of the schema within each other`;
    return exceeded('MAX_INTROSPECTION_DEPTH_LIMIT', lists);
  }
  if (measure.rootFields > limits.maxRootFields) {
    return exceeded('MAX_ROOT_FIELDS_LIMIT', `more than ${limits.maxRootFields} root fields`);
  }
  if (measure.height > limits.maxHeight) {
    return exceeded('MAX_HEIGHT_LIMIT', `more than ${limits.maxHeight} fields`);
  }
  if (measure.listSize > limits.maxListSize) {
    return exceeded('BAD_USER_INPUT', `a list of more than ${limits.maxListSize} values`);
  }
  return undefined;
}

/** Counts tokens; of what is not made of tokens, those before. */
function scanTokens(query: string, maxTokens: number): number | 'too many tokens' | 'too deep' {
  const lexer = new Lexer(new Source(query));
  let nesting = 0;
  let count = 0;
  try {
    for (; ; count += 1) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) return count;
      if (count >= maxTokens) return 'too many tokens';
      if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L) nesting += 1;
      if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R) nesting -= 1;
      if (nesting > maxNesting) return 'too deep';
    }
  } catch {
    // Not a token: the parser stops there too, and says so.
    return count;
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
