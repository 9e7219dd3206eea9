// What the gateway says of a fetch in a token of its own, and under which names.

/** Who signs: `iss` of every such token. Its `aud` is the name of the subgraph. */
export const gatewayTokenIssuer = 'marque-gateway';

/** How it is signed, and nothing else is taken. */
export const gatewayTokenAlgorithm = 'EdDSA';

/** Where the token stands in requests whose `authorization` is a signature of AWS. */
export const signedTokenHeader = 'x-marque-authorization';

/** Header of a fetch → claim that vouches for it. What a fetch does not declare is in neither. */
export const claimByHeader = {
  'x-marque-market': 'market',
  'x-marque-language': 'language',
  'x-marque-price-date': 'price_date',
  'x-marque-brand': 'brand',
  'x-marque-subject': 'sub',
  'x-marque-scopes': 'scope',
} as const;

/** A header that a claim vouches for. */
export type VouchedHeader = keyof typeof claimByHeader;
