// Which ids of callers are taken over.
import { describe, expect, it } from 'vitest';

import { acceptCorrelationId } from '../../runtime/correlation-id.ts';

describe('acceptCorrelationId', () => {
  const accept = (incoming: string | string[] | undefined): string =>
    acceptCorrelationId(incoming, () => 'new');

  it('takes over a harmless id', () => {
    expect(accept('Ab.9_-:x')).toBe('Ab.9_-:x');
    expect(accept('a'.repeat(128))).toHaveLength(128);
  });

  it.each([undefined, '', 'a'.repeat(129), 'a b', 'a\r\nb', 'a\n', 'é', '<script>', ['a', 'b']])(
    'makes a new one instead of %j',
    (incoming) => {
      expect(accept(incoming)).toBe('new');
    },
  );
});
