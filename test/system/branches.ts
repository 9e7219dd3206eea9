// One operation with a branch of each team, to see which of them stand while a part is away.
import { sample } from './samples.ts';

/** The teams, each with a service and a subgraph. */
export const owners = ['vehicle', 'options', 'pricing', 'maintenance'] as const;

/** The field of `allBranches` that a team answers alone. */
export const branchOf = {
  vehicle: 'brands',
  options: 'buildability',
  pricing: 'priceLists',
  maintenance: 'dealers',
} as const;

/** Every branch is answered by another service. */
export const allBranches = `
  query AllBranches($variant: ID!, $market: ID!) {
    brands { id }
    buildability(variant: $variant, market: $market, selection: []) { buildable }
    priceLists(market: $market) { id }
    dealers(market: $market) { nodes { id } }
  }`;

/** What `allBranches` is asked with. */
export const branchVariables = { variant: sample.variant, market: sample.market };
