// Reads and changes arguments of the directives that composition writes into a supergraph.
import {
  type ConstDirectiveNode,
  Kind,
  type SelectionSetNode,
  type TypeNode,
  parse,
} from 'graphql';

/** The text of a string or enum argument, if it is given. */
export function readStringArgument(
  directive: ConstDirectiveNode,
  argumentName: string,
): string | undefined {
  const value = directive.arguments?.find(({ name }) => name.value === argumentName)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

/** Whether a Boolean argument is given as false. */
export function isArgumentFalse(directive: ConstDirectiveNode, argumentName: string): boolean {
  return readBooleanArgument(directive, argumentName) === false;
}

/** Whether a Boolean argument is given as true. */
export function isArgumentTrue(directive: ConstDirectiveNode, argumentName: string): boolean {
  return readBooleanArgument(directive, argumentName) === true;
}

function readBooleanArgument(
  directive: ConstDirectiveNode,
  argumentName: string,
): boolean | undefined {
  const value = directive.arguments?.find(({ name }) => name.value === argumentName)?.value;
  return value?.kind === Kind.BOOLEAN ? value.value : undefined;
}

/** The directive with another text in one of its string arguments. */
export function replaceStringArgument(
  directive: ConstDirectiveNode,
  argumentName: string,
  text: string,
): ConstDirectiveNode {
  const replaced = directive.arguments?.map((argument) =>
    argument.name.value === argumentName
      ? { ...argument, value: { kind: Kind.STRING, value: text } as const }
      : argument,
  );
  return { ...directive, arguments: replaced ?? [] };
}

/** The name of a type without its lists and non-nulls. */
export function namedTypeOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
}

/** Parses the text of a field set, as in @key and @requires. */
export function parseFieldSet(fields: string): SelectionSetNode {
  const [definition] = parse(`{${fields}}`, { noLocation: true }).definitions;
  if (definition?.kind === Kind.OPERATION_DEFINITION) return definition.selectionSet;
  throw new TypeError(`Not a field set: ${fields}`);
}
