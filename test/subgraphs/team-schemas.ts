// The four teams' schemas, resolvers and REST resources side by side, for the tests that hold them together.
import { readFileSync } from 'node:fs';

import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';

import { maintenanceResources } from '../../subgraphs/maintenance/maintenance-api.ts';
import { maintenanceResolvers } from '../../subgraphs/maintenance/resolvers.ts';
import { optionsResources } from '../../subgraphs/options/options-api.ts';
import { optionsResolvers } from '../../subgraphs/options/resolvers.ts';
import { pricingResources } from '../../subgraphs/pricing/pricing-api.ts';
import { pricingResolvers } from '../../subgraphs/pricing/resolvers.ts';
import type { RestResource } from '../../subgraphs/server/rest-resource.ts';
import { vehicleResolvers } from '../../subgraphs/vehicle/resolvers.ts';
import { vehicleResources } from '../../subgraphs/vehicle/vehicle-api.ts';

/** A type with fields. */
export type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** What one team brings. */
export interface TeamSchema {
  readonly name: string;
  readonly types: readonly FieldsType[];
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly resources: readonly RestResource[];
  /** Path → methods of the service's OpenAPI document. */
  readonly paths: Readonly<Record<string, object>>;
}

const root = new URL('../../', import.meta.url);

function loadTeam(name: string, resolvers: object, resources: object): TeamSchema {
  const { definitions } = parse(
    readFileSync(new URL(`subgraphs/${name}/schema.graphql`, root), 'utf8'),
  );
  const document = JSON.parse(
    readFileSync(new URL(`services/${name}/openapi.json`, root), 'utf8'),
  ) as { paths: Record<string, object> };
  return {
    name,
    types: definitions.filter((definition) => isFieldsType(definition)),
    resolvers: resolvers as TeamSchema['resolvers'],
    resources: Object.values(resources) as RestResource[],
    paths: document.paths,
  };
}

export const teams: readonly TeamSchema[] = [
  loadTeam('vehicle', vehicleResolvers, vehicleResources),
  loadTeam('options', optionsResolvers, optionsResources),
  loadTeam('pricing', pricingResolvers, pricingResources),
  loadTeam('maintenance', maintenanceResolvers, maintenanceResources),
];

function isFieldsType(definition: DefinitionNode): definition is FieldsType {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION
  );
}

/** Whether a type is where operations begin. */
export function isRoot({ name }: FieldsType): boolean {
  return name.value === 'Query' || name.value === 'Mutation';
}

/** The arguments of a directive; `undefined` where it does not stand. */
export function findDirective(
  { directives }: { readonly directives?: readonly ConstDirectiveNode[] },
  name: string,
): Record<string, unknown> | undefined {
  const directive = directives?.find((candidate) => candidate.name.value === name);
  return (
    directive &&
    Object.fromEntries(
      (directive.arguments ?? []).map((argument) => [
        argument.name.value,
        valueFromASTUntyped(argument.value),
      ]),
    )
  );
}

/** The name of a field's type without lists and `!`. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** Whether a field's resolver, or a type's reference resolver, may reach for REST. */
export function usesLoaders(team: TeamSchema, type: string, field: string): boolean {
  const resolver = team.resolvers[type]?.[field];
  return typeof resolver === 'function' && /\bloaders\b/.test(String(resolver));
}

/** Every field of a team with its type. */
export function listFields(
  team: TeamSchema,
): { readonly type: FieldsType; readonly field: FieldDefinitionNode; readonly path: string }[] {
  return team.types.flatMap((type) =>
    (type.fields ?? []).map((field) => ({
      type,
      field,
      path: `${team.name}: ${type.name.value}.${field.name.value}`,
    })),
  );
}
