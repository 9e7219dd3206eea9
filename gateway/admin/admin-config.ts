// The settings of the admin port, as part of the gateway's configuration.
import {
  ConfigurationError,
  flag,
  plainText,
  port,
  secretToken,
  variable,
  type Variables,
} from '../../runtime/configuration.ts';
import { isLoopbackAddress } from '../http/loopback-address.ts';
import type { AdminTokens } from './admin-access.ts';

/** Where the port is opened, and who may use it. */
export interface AdminConfig {
  readonly host: string;
  readonly port: number;
  /** Without any, the port must be on loopback. */
  readonly tokens: AdminTokens;
}

/** The variables by their names. */
export const adminVariables = {
  MARQUE_ADMIN: variable(
    flag(),
    'Whether the admin port is opened: metrics, health in detail.',
    'true',
  ),
  MARQUE_ADMIN_HOST: variable(
    plainText(),
    'Address of the admin port. Any other than loopback needs a token.',
    '127.0.0.1',
  ),
  MARQUE_ADMIN_PORT: variable(
    port().optional(),
    'The admin port; 0 for a free one. Without it: the one above MARQUE_PORT, 4001, or a free one where that is 0.',
  ),
  MARQUE_ADMIN_OPERATOR_TOKEN: variable(
    secretToken().optional(),
    'Bearer token of the role `operator`, who may do everything on the admin port.',
  ),
  MARQUE_ADMIN_READER_TOKEN: variable(
    secretToken().optional(),
    'Bearer token of the role `reader`, who may look at everything, such as Prometheus. Without tokens every program on this machine is an operator.',
  ),
} as const satisfies Variables;

interface AdminSettings {
  readonly MARQUE_ADMIN: boolean;
  readonly MARQUE_ADMIN_HOST: string;
  readonly MARQUE_ADMIN_PORT?: number | undefined;
  readonly MARQUE_ADMIN_OPERATOR_TOKEN?: string | undefined;
  readonly MARQUE_ADMIN_READER_TOKEN?: string | undefined;
}

/**
 * Reads what the variables say; undefined where no port is to be opened.
 *
 * @throws ConfigurationError for a port that is open to others without a token.
 */
export function readAdminConfig(read: AdminSettings, publicPort: number): AdminConfig | undefined {
  if (!read.MARQUE_ADMIN) return undefined;
  const { MARQUE_ADMIN_OPERATOR_TOKEN: operator, MARQUE_ADMIN_READER_TOKEN: reader } = read;
  const { MARQUE_ADMIN_HOST: host } = read;
  if (operator === undefined && reader === undefined && !isLoopbackAddress(host)) {
    throw new ConfigurationError([
      'MARQUE_ADMIN_HOST opens the admin port to others; set MARQUE_ADMIN_OPERATOR_TOKEN or MARQUE_ADMIN_READER_TOKEN.',
    ]);
  }
  if (operator !== undefined && operator === reader) {
    throw new ConfigurationError([
      'MARQUE_ADMIN_OPERATOR_TOKEN and MARQUE_ADMIN_READER_TOKEN are the same; make them differ.',
    ]);
  }
  const portAbove = publicPort === 0 || publicPort === 65_535 ? 0 : publicPort + 1;
  return { host, port: read.MARQUE_ADMIN_PORT ?? portAbove, tokens: { operator, reader } };
}
