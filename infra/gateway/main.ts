// `npm run build:gateway`: bundles the gateway with its graph and prepared plans into dist/gateway.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { createLog } from '../../runtime/log.ts';
import { buildGateway } from './build-gateway.ts';

const usage = `npm run build:gateway -- [options]

  --graph DIR        folder with schema/supergraph.graphql and subgraphs/<name>/schema.graphql;
                     the project's own without it
  --operations DIR   folder with the operations to plan beforehand, one .graphql file each;
                     schema/operations of the graph without it
  --out DIR          where to build, emptied before; dist/gateway without it
  --help             this text
`;
const projectDirectory = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    graph: { type: 'string', default: projectDirectory },
    operations: { type: 'string' },
    out: { type: 'string', default: join(projectDirectory, 'dist/gateway') },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
} else {
  const graphDirectory = resolve(values.graph);
  const built = await buildGateway({
    projectDirectory,
    graphDirectory,
    operationsDirectory: resolve(values.operations ?? join(graphDirectory, 'schema/operations')),
    directory: resolve(values.out),
    log: createLog({ level: 'warn', name: 'build' }),
  });
  const megabytes = (built.bytes / 1e6).toFixed(2);
  console.log(
    `${values.out}  ${megabytes} MB, ${built.plannedOperations} operations planned for ${built.supergraphId}, compile cache: ${built.compileCache}`,
  );
}
