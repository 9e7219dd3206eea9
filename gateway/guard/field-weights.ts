// What one answer of a field weighs: as the schema declares it, else one for objects and nothing for others.
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
} from 'graphql';

const compositeWeight = 1;

/** Gives the weight of the field `name` of `owner` that answers with `answer`. */
export type WeighField = (
  owner: GraphQLNamedType,
  name: string,
  answer: GraphQLNamedType,
) => number;

/** Creates the weights; what is abstract weighs as much as the heaviest that it may be. */
export function createFieldWeights(
  schema: GraphQLSchema,
  weights: ReadonlyMap<string, number>,
): WeighField {
  const listPossible = (type: GraphQLNamedType): readonly GraphQLNamedType[] =>
    isCompositeType(type) && isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  return (owner, name, answer) => {
    const declared = [owner, ...listPossible(owner)]
      .map((type) => weights.get(`${type.name}.${name}`))
      .filter((weight) => weight !== undefined);
    if (declared.length > 0) return Math.max(...declared);
    const own = weights.get(answer.name);
    if (own !== undefined || !isCompositeType(answer)) return own ?? 0;
    const possible = listPossible(answer).map((type) => weights.get(type.name) ?? compositeWeight);
    return possible.length > 0 ? Math.max(...possible) : compositeWeight;
  };
}
