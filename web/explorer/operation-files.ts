// The files of schema/operations, put into the bundle by Vite.
import { groupOperations } from './operations.ts';

/** All prepared operations by journey. */
export const operationGroups = groupOperations(
  import.meta.glob<string>('../../schema/operations/*.graphql', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
  import.meta.glob<string>('../../schema/operations/*.variables.json', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);
