// What API Gateway's authorizer found out of a caller, on its way from the event into the part.

/** The header of a part behind the door of Lambda; from outside it never gets through. */
export const authorizerHeader = 'x-marque-authorizer';

/** What is known of a caller, by the names of claims; `sub` is who it is. */
export type AuthorizerClaims = Readonly<Record<string, unknown>>;

/** Reads the context of an authorizer: of a JWT, of a function, or of Cognito; undefined without one. */
export function readAuthorizer(requestContext: object): AuthorizerClaims | undefined {
  const authorizer = pick(requestContext, 'authorizer');
  const ofToken = pick(pick(authorizer, 'jwt'), 'claims') ?? pick(authorizer, 'claims');
  const ofFunction = pick(authorizer, 'lambda') ?? authorizer;
  const claims = ofToken ?? ofFunction;
  if (!claims) return undefined;
  // Functions of REST APIs name the caller so.
  return { sub: claims['principalId'], ...claims };
}

/** Writes claims so that a header can hold them. */
export function writeAuthorizer(claims: AuthorizerClaims): string {
  return Buffer.from(JSON.stringify(claims)).toString('base64url');
}

/** Reads them back; undefined for what is none. */
export function parseAuthorizer(text: string): AuthorizerClaims | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

function pick(from: unknown, name: string): AuthorizerClaims | undefined {
  const value = isObject(from) && Object.hasOwn(from, name) ? from[name] : undefined;
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is AuthorizerClaims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
