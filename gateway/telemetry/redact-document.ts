// Documents fit for traces: their shape, and none of the values that stand in them.
import { type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { LRUCache } from 'lru-cache';

const maxCharacters = 8_192;
const maxRememberedCharacters = 1_024 ** 2;
const maxTokens = 10_000;

/**
 * Creates what takes the values out: texts become `""`, numbers `0`, enum values `_`, lists `[]` and objects `{}`;
 * variables stay. Undefined for what is no GraphQL, or longer than 8,192 characters.
 */
export function createDocumentRedaction(): (query: string) => string | undefined {
  const known = new LRUCache<string, { readonly text: string | undefined }>({
    maxSize: maxRememberedCharacters,
    sizeCalculation: ({ text = '' }, query) => query.length + text.length + 1,
  });
  return (query) => {
    if (query.length > maxCharacters) return undefined;
    let entry = known.get(query);
    if (!entry) {
      entry = { text: redact(query) };
      known.set(query, entry);
    }
    return entry.text;
  };
}

function redact(query: string): string | undefined {
  let document: DocumentNode;
  try {
    document = parse(query, { noLocation: true, maxTokens });
  } catch {
    return undefined;
  }
  return print(
    visit(document, {
      IntValue: (node) => ({ ...node, value: '0' }),
      FloatValue: (node) => ({ ...node, value: '0' }),
      StringValue: (node) => ({ ...node, value: '', block: false }),
      BooleanValue: (node) => ({ ...node, value: false }),
      EnumValue: (node) => ({ ...node, value: '_' }),
      ListValue: (node) => ({ ...node, values: [] }),
      ObjectValue: () => ({ kind: Kind.OBJECT, fields: [] }),
    }),
  );
}
