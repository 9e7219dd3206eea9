// Holds what the schemas declare to what resolvers do and what the services offer.
import { Kind } from 'graphql';
import { describe, expect, it } from 'vitest';

import {
  type FieldsType,
  findDirective,
  isRoot,
  listFields,
  namedType,
  teams,
  type TeamSchema,
  usesLoaders,
} from './team-schemas.ts';

// Ids of markets are embedded in a variant's row; only their names are another call.
const embeddedByKey = new Set(['vehicle: ModelVariant.markets']);

const isKeyOnly = (type: FieldsType): boolean =>
  findDirective(type, 'key')?.['resolvable'] === false ||
  (type.fields ?? []).every((field) => findDirective(field, 'external') !== undefined);

/** Types that a query can reach: only their answers are kept. */
function listCacheable(team: TeamSchema): FieldsType[] {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    const type = team.types.find((candidate) => candidate.name.value === name);
    if (!type || reached.has(name)) return;
    reached.add(name);
    for (const field of type.fields ?? []) visit(namedType(field.type));
    for (const implementer of team.types) {
      if (implementer.interfaces?.some((parent) => parent.name.value === name)) {
        visit(implementer.name.value);
      }
    }
  };
  for (const type of team.types) {
    if (type.name.value === 'Query' || findDirective(type, 'key')) visit(type.name.value);
  }
  return team.types.filter((type) => reached.has(type.name.value) && !isRoot(type));
}

describe.each(teams.map((team) => [team.name, team] as const))('the %s schema', (_name, team) => {
  it('declares the REST call of every field and entity that makes one', () => {
    const restTypes = new Set(
      team.types.filter((type) => findDirective(type, 'rest')).map((type) => type.name.value),
    );

    const silentFields = listFields(team)
      .filter(
        ({ type, field }) => isRoot(type) || usesLoaders(team, type.name.value, field.name.value),
      )
      .filter(({ field }) => !findDirective(field, 'rest') && !restTypes.has(namedType(field.type)))
      .map(({ path }) => path);
    const silentTypes = team.types
      .map((type) => type.name.value)
      .filter((name) => usesLoaders(team, name, '__resolveReference') && !restTypes.has(name));

    expect([...silentFields, ...silentTypes]).toEqual([]);
  });

  it('declares only REST resources that the service has, with the batch that is used', () => {
    const declared = [
      ...team.types.map((type) => findDirective(type, 'rest')),
      ...listFields(team).map(({ field }) => findDirective(field, 'rest')),
    ].filter((rest) => rest !== undefined);

    const foreign = declared.filter(({ service, resource, batch = 100 }) => {
      const used = team.resources.filter(({ name }) => name === resource);
      const isBatch = used.some((candidate) => (candidate.batch ?? 100) === batch);
      return service !== team.name || !isBatch;
    });

    expect(declared).not.toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('calls only paths of the service\u2019s OpenAPI document, and all that it declares', () => {
    const unknown = team.resources
      .filter(({ path, method = 'GET' }) => !(method.toLowerCase() in (team.paths[path] ?? {})))
      .map(({ path, method = 'GET' }) => `${method} ${path}`);
    const declared = new Set(
      [...team.types, ...listFields(team).map(({ field }) => field)].map(
        (node) => findDirective(node, 'rest')?.['resource'],
      ),
    );

    expect(unknown).toEqual([]);
    expect(team.resources.map(({ name }) => name).filter((name) => !declared.has(name))).toEqual(
      [],
    );
  });

  it('leaves null to every field that a REST call of its own answers', () => {
    const demanding = listFields(team)
      .filter(
        ({ type, field }) =>
          findDirective(field, 'rest') || usesLoaders(team, type.name.value, field.name.value),
      )
      .filter(
        ({ field, path }) => field.type.kind === Kind.NON_NULL_TYPE && !embeddedByKey.has(path),
      )
      .map(({ path }) => path);

    expect(demanding).toEqual([]);
  });

  it('leaves null to every field whose inputs another subgraph answers', () => {
    const demanding = listFields(team)
      .filter(({ field }) => findDirective(field, 'requires'))
      .filter(({ field }) => field.type.kind === Kind.NON_NULL_TYPE)
      .map(({ path }) => path);

    expect(demanding).toEqual([]);
  });

  it('says of every type that a query reaches how long it may be kept', () => {
    const silent = listCacheable(team)
      .filter((type) => !isKeyOnly(type) && !findDirective(type, 'cacheControl'))
      .map((type) => type.name.value);

    expect(silent).toEqual([]);
  });

  it('keeps value types as long as what they belong to, unless they say how long', () => {
    const values = listCacheable(team).filter(
      (type) => !findDirective(type, 'key') && type.kind === Kind.OBJECT_TYPE_DEFINITION,
    );
    const undecided = values
      .filter((type) => !isKeyOnly(type))
      .filter((type) => {
        const { inheritMaxAge, maxAge } = findDirective(type, 'cacheControl') ?? {};
        return inheritMaxAge !== true && maxAge === undefined;
      })
      .map((type) => type.name.value);

    expect(undecided).toEqual([]);
  });

  it('describes and tags every operation', () => {
    const bare = listFields(team)
      .filter(({ type }) => isRoot(type))
      .filter(({ field }) => !field.description || !findDirective(field, 'tag'))
      .map(({ path }) => path);

    expect(bare).toEqual([]);
  });

  it('has the scopes sent along wherever it requires some', () => {
    const findType = (name: string) => team.types.find((type) => type.name.value === name);
    const requires = (node: Parameters<typeof findDirective>[0] = {}): boolean =>
      findDirective(node, 'requiresScopes') !== undefined;
    const varies = (node: Parameters<typeof findDirective>[0] = {}): boolean =>
      (findDirective(node, 'vary')?.['on'] as readonly string[] | undefined)?.includes('SCOPES') ??
      false;

    // A field's own @vary and that of its type decide what the gateway sends with a fetch of it.
    const unsent = listFields(team)
      .map(({ field, path }) => ({ field, path, answer: findType(namedType(field.type)) }))
      .filter(({ field, answer }) => requires(field) || requires(answer))
      .filter(({ field, answer }) => !varies(field) && !varies(answer))
      .map(({ path }) => path);

    expect(unsent).toEqual([]);
  });

  it('keeps what a person owns private', () => {
    const privateTypes = team.types.filter((type) =>
      ['Vehicle', 'ServiceContract'].includes(type.name.value),
    );

    for (const type of privateTypes) {
      expect(findDirective(type, 'cacheControl')).toMatchObject({ scope: 'PRIVATE' });
    }
  });
});
