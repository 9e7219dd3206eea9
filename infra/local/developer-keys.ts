// Where the local stack keeps API keys, so that `marque key create` works without settings.
import { join } from 'node:path';

import type { Environment } from '../../runtime/configuration.ts';

/** The variables that the gateway needs to read keys, as far as the user has not set them. */
export function placeDeveloperKeys(directory: string, environment: Environment): Environment {
  const isSet = (name: string): boolean => Boolean(environment[name]?.trim());
  return {
    ...(isSet('MARQUE_KEYS_FILE') || isSet('MARQUE_REDIS_URL')
      ? {}
      : { MARQUE_KEYS_FILE: join(directory, 'keys.json') }),
    ...(isSet('MARQUE_KEY_PEPPER') || isSet('MARQUE_KEY_PEPPER_FILE')
      ? {}
      : { MARQUE_KEY_PEPPER_FILE: join(directory, 'key-pepper') }),
  };
}
