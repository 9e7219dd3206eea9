// Paths and queries as HTTP writes them, from events that bring them decoded, raw, or half of each.

// What RFC 3986 allows in a path, and in a query, beside escapes.
const notOfPath = /%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/gu;
const notOfQuery = /%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&()*+,;=:@/?%]/gu;

/** Escapes what may not stand in a path; escapes that are there stay. */
export function escapePath(path: string): string {
  const escaped = path.replace(notOfPath, encode);
  return escaped.startsWith('/') ? escaped : `/${escaped}`;
}

/** Takes a prefix such as `/prod` off a path; one that is no whole segment stays. */
export function stripPrefix(path: string, prefix: string): string {
  if (prefix === '' || path === prefix) return prefix === '' ? path : '/';
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}

/** Whether a path has segments `.` or `..`, also escaped: those that URL parsers resolve. */
export function hasDotSegments(target: string): boolean {
  const [path = ''] = target.split('?', 1);
  return path.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
}

/** Writes names and values that were decoded. */
export function encodeQuery(values: Readonly<Record<string, readonly string[]>>): string {
  return joinQuery(values, encode);
}

/** Writes names and values that are still encoded, as load balancers pass them on. */
export function joinRawQuery(values: Readonly<Record<string, readonly string[]>>): string {
  return joinQuery(values, escapeQuery);
}

/** Escapes what may not stand in a query; escapes that are there stay. */
export function escapeQuery(query: string): string {
  return query.replace(notOfQuery, encode);
}

function joinQuery(
  values: Readonly<Record<string, readonly string[]>>,
  write: (text: string) => string,
): string {
  return Object.entries(values)
    .flatMap(([name, texts]) => texts.map((text) => `${write(name)}=${write(text)}`))
    .join('&');
}

/** Half a surrogate pair, which no encoding of text has, becomes the mark for what cannot be read. */
function encode(text: string): string {
  const encoded = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
  return encoded.replaceAll("'", '%27');
}
