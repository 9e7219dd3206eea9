// How large a service's catalogue is, for those that grow it for load tests.
import { variable, wholeNumber } from '../../runtime/configuration.ts';

/** `MARQUE_CATALOGUE_VARIANTS`. */
export function catalogueVariable() {
  return variable(
    wholeNumber({ min: 0, max: 200_000 }),
    'Model variants at least, filled up with copies for load tests; 0 adds none.',
    '0',
  );
}
