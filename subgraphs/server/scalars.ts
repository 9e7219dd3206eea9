// Custom scalars: texts of a fixed form, checked on their way in and passed as they are on their way out.
import { GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';

import { createInputError } from './field-error.ts';
import { isDay } from './request-headers.ts';

/** `2026-01-31`. */
export const dateScalar = createTextScalar('Date', 'a day, such as 2026-01-31', isDay);

/** `-12.50`. */
export const decimalScalar = createTextScalar('Decimal', 'a decimal number as text', (text) =>
  /^-?\d{1,30}(\.\d{1,30})?$/.test(text),
);

function createTextScalar(
  name: string,
  form: string,
  isValid: (text: string) => boolean,
): GraphQLScalarType<string, string> {
  const parseValue = (value: unknown): string => {
    if (typeof value === 'string' && isValid(value)) return value;
    throw createInputError(`${name} must be ${form}.`);
  };
  return new GraphQLScalarType<string, string>({
    name,
    parseValue,
    parseLiteral: (node) =>
      parseValue(node.kind === Kind.STRING ? node.value : valueFromASTUntyped(node)),
    // Replies were validated against the service's schema.
    serialize: (value) => value as string,
  });
}
