// Reads and changes arguments of the directives that composition writes into a supergraph.
import { type ConstDirectiveNode, Kind, type TypeNode } from 'graphql';

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
  const value = directive.arguments?.find(({ name }) => name.value === argumentName)?.value;
  return value?.kind === Kind.BOOLEAN && !value.value;
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
