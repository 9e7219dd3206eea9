// Content negotiation, before anything is executed: a mutation must not run for an unusable answer.

const spoken = new Set(['application/json', 'application/graphql-response+json']);

/** Whether the Accept header allows a media type that the gateway writes. Absent allows all. */
export function isAcceptable(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const isRefused = parameters.some((parameter) => /^q=0(\.0{0,3})?$/.test(parameter));
    return !isRefused && (type === '*/*' || type === 'application/*' || spoken.has(type));
  });
}
