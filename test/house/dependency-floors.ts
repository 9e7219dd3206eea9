// The lowest versions that may be installed, at any depth: those below have known weaknesses or
// break what we rely on. It stands in for `npm audit`, which needs a network.

/** A version, and what is wrong with those below it. */
export interface DependencyFloor {
  readonly version: string;
  /** By the number of its advisory, where there is one. */
  readonly because: string;
}

const oneFederation = 'all of Apollo’s federation packages are of one version';

/** By package name. */
export const dependencyFloors: Readonly<Record<string, DependencyFloor>> = {
  '@apollo/composition': {
    version: '2.14.4',
    because: `${oneFederation}; before 2.12.1 rules of interfaces (CVE-2025-64530) and of required fields (GHSA-m8jr-fxqx-8xx6) were lost`,
  },
  '@apollo/federation-internals': {
    version: '2.14.4',
    because: `${oneFederation}; before 2.13.2 prototypes could be polluted (CVE-2026-32621)`,
  },
  '@apollo/gateway': {
    version: '2.14.4',
    because: `${oneFederation}; before 2.13.2 aliases, variables and replies could pollute prototypes (CVE-2026-32621), before 2.10.1 fragments exhausted it (CVE-2025-32030, CVE-2025-32031)`,
  },
  '@apollo/query-planner': {
    version: '2.14.4',
    because: `${oneFederation}; before 2.8.5 planning could go on for ever (GHSA-fmj9-77q8-g6c4)`,
  },
  '@apollo/server': {
    version: '5.5.0',
    because: 'a GET of another type got past the check for preflights (GHSA-9q82-xgwf-vj6h)',
  },
  '@apollo/subgraph': { version: '2.14.4', because: oneFederation },
  'body-parser': { version: '2.2.1', because: 'many parameters exhaust it (CVE-2025-13466)' },
  'brace-expansion': { version: '2.0.2', because: 'slow patterns (CVE-2025-5889)' },
  cookie: { version: '0.7.0', because: 'names may break out of their field (CVE-2024-47764)' },
  'cross-spawn': { version: '7.0.6', because: 'slow patterns (CVE-2024-21538)' },
  esbuild: { version: '0.25.0', because: 'its server lets any page read (GHSA-67mh-4wv8-2f99)' },
  'fast-uri': { version: '3.0.0', because: 'Fastify 5 stands on it' },
  fastify: {
    version: '5.8.5',
    because: 'content types that are none get past checks of bodies (CVE-2026-33806)',
  },
  'find-my-way': { version: '9.0.1', because: 'slow patterns (CVE-2024-45813)' },
  'form-data': { version: '4.0.4', because: 'boundaries can be guessed (CVE-2025-7783)' },
  glob: { version: '10.5.0', because: 'names of files become commands (CVE-2025-64756)' },
  graphql: { version: '16.8.1', because: 'validation takes too long (CVE-2023-26144)' },
  jose: { version: '5.0.0', because: 'older lines decompress without a bound (CVE-2024-28176)' },
  'js-yaml': { version: '4.1.1', because: 'merging pollutes prototypes (CVE-2025-64718)' },
  'light-my-request': { version: '6.0.0', because: 'Fastify 5 stands on it' },
  lodash: { version: '4.17.23', because: 'unset and omit reach prototypes (CVE-2025-13465)' },
  micromatch: { version: '4.0.8', because: 'slow patterns (CVE-2024-4067)' },
  'node-fetch': { version: '2.6.7', because: 'secrets follow redirects (CVE-2022-0235)' },
  'path-to-regexp': { version: '8.0.0', because: 'slow patterns (CVE-2024-45296)' },
  protobufjs: { version: '7.2.5', because: 'parsing pollutes prototypes (CVE-2023-36665)' },
  qs: { version: '6.14.1', because: 'lists beyond their bound exhaust it (CVE-2025-15284)' },
  semver: { version: '7.5.2', because: 'slow patterns (CVE-2022-25883)' },
  send: { version: '0.19.0', because: 'redirects may run scripts (CVE-2024-43799)' },
  tar: { version: '7.5.3', because: 'links lead out of the folder (CVE-2026-23745)' },
  'tough-cookie': { version: '4.1.3', because: 'pollutes prototypes (CVE-2023-26136)' },
  undici: {
    version: '7.24.0',
    because:
      'two lengths in one request (CVE-2026-1525); before 7.18.2 encodings without a bound (CVE-2026-22036)',
  },
  vite: { version: '7.1.11', because: 'its server gives away files (CVE-2025-62522)' },
  ws: { version: '8.17.1', because: 'many headers end the process (CVE-2024-37890)' },
};
