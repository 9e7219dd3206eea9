// The settings of a port for operators: where it is opened, and who may use it.
import {
  ConfigurationError,
  plainText,
  port,
  secretToken,
  variable,
  type Variables,
} from '../configuration.ts';
import { isLoopbackAddress } from '../loopback-address.ts';
import type { AdminTokens } from './admin-access.ts';

/** Where the port is opened, and who may use it. */
export interface AdminConfig {
  readonly host: string;
  readonly port: number;
  /** Without any, the port must be on loopback. */
  readonly tokens: AdminTokens;
}

/** What all admin ports have in common. */
export const adminAccessVariables = {
  MARQUE_ADMIN_HOST: variable(
    plainText(),
    'Address of the admin port. Any other than loopback needs a token.',
    '127.0.0.1',
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

interface AdminAccessSettings {
  readonly MARQUE_ADMIN_HOST: string;
  readonly MARQUE_ADMIN_OPERATOR_TOKEN?: string | undefined;
  readonly MARQUE_ADMIN_READER_TOKEN?: string | undefined;
}

/** Names the variable beside the one of a part's own port: `MARQUE_PORT` → `MARQUE_ADMIN_PORT`. */
export function nameAdminPortVariable(portVariable: string): string {
  return portVariable.replace(/_PORT$/, '_ADMIN_PORT');
}

/** The admin port of a subgraph or a service. */
export function partAdminPortVariable() {
  return variable(
    port().optional(),
    'Admin port of the part, with its metrics and health; 0 for a free one. Without it there is none, but for the parts of `npm start`.',
  );
}

/**
 * Reads what the variables say of a port.
 *
 * @throws ConfigurationError for a port that is open to others without a token.
 */
export function readAdminAccess(read: AdminAccessSettings, adminPort: number): AdminConfig {
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
  return { host, port: adminPort, tokens: { operator, reader } };
}

/**
 * As `readAdminAccess`, for a part that has the port only where it is set.
 *
 * @throws ConfigurationError as that does.
 */
export function readPartAdmin(
  read: AdminAccessSettings,
  adminPort: number | undefined,
): AdminConfig | undefined {
  return adminPort === undefined ? undefined : readAdminAccess(read, adminPort);
}
