// What the values of arguments cost: an input object counts one, and what its fields are weighed as.
import {
  type GraphQLInputType,
  type GraphQLNamedType,
  getNamedType,
  isInputObjectType,
  Kind,
  type ValueNode,
} from 'graphql';

import { addUp, type Figure, type Variables } from './figure.ts';

/** Estimates the value of an argument or a field; `weight` is the one declared at it. */
export type EstimateInput = (
  type: GraphQLInputType,
  value: ValueNode,
  weight: number | undefined,
) => Figure;

const objectWeight = 1;

/** Creates the estimate over declared weights. */
export function createInputCost(weights: ReadonlyMap<string, number>): EstimateInput {
  const weigh = (type: GraphQLNamedType, weight: number | undefined): number =>
    weight ?? weights.get(type.name) ?? (isInputObjectType(type) ? objectWeight : 0);
  const estimateValue = (type: GraphQLNamedType, value: unknown, weight?: number): number => {
    if (value === null || value === undefined) return 0;
    if (Array.isArray(value)) {
      let sum = 0;
      for (const item of value) sum += estimateValue(type, item, weight);
      return sum;
    }
    let sum = weigh(type, weight);
    if (!isInputObjectType(type) || typeof value !== 'object') return sum;
    const fields = type.getFields();
    for (const [name, inner] of Object.entries(value)) {
      const field = fields[name];
      if (!field) continue;
      sum += estimateValue(getNamedType(field.type), inner, weights.get(`${type.name}.${name}`));
    }
    return sum;
  };

  const estimateNode = (type: GraphQLNamedType, node: ValueNode, weight?: number): Figure => {
    const own = weigh(type, weight);
    if (node.kind === Kind.NULL || (own === 0 && !isInputObjectType(type))) return 0;
    if (node.kind === Kind.VARIABLE) {
      const name = node.name.value;
      return (variables: Variables) => estimateValue(type, variables[name], weight);
    }
    if (node.kind === Kind.LIST) {
      return addUp(node.values.map((item) => estimateNode(type, item, weight)));
    }
    if (node.kind !== Kind.OBJECT || !isInputObjectType(type)) return own;
    const fields = type.getFields();
    const inner = node.fields.map(({ name, value }) => {
      const field = fields[name.value];
      if (!field) return 0;
      const declared = weights.get(`${type.name}.${name.value}`);
      return estimateNode(getNamedType(field.type), value, declared);
    });
    return addUp([own, ...inner]);
  };

  return (type, value, weight) => estimateNode(getNamedType(type), value, weight);
}
