// The settings of the admin port, as part of the gateway's configuration.
import {
  type AdminConfig,
  adminAccessVariables,
  readAdminAccess,
} from '../../runtime/admin/admin-config.ts';
import { flag, port, variable, type Variables } from '../../runtime/configuration.ts';

/** The variables by their names. */
export const adminVariables = {
  MARQUE_ADMIN: variable(
    flag(),
    'Whether the admin port is opened: metrics, health in detail.',
    'true',
  ),
  MARQUE_ADMIN_PORT: variable(
    port().optional(),
    'The admin port; 0 for a free one. Without it: the one above MARQUE_PORT, 4001, or a free one where that is 0.',
  ),
  ...adminAccessVariables,
} as const satisfies Variables;

type AdminSettings = Parameters<typeof readAdminAccess>[0] & {
  readonly MARQUE_ADMIN: boolean;
  readonly MARQUE_ADMIN_PORT?: number | undefined;
};

/**
 * Reads what the variables say; undefined where no port is to be opened.
 *
 * @throws ConfigurationError for a port that is open to others without a token.
 */
export function readAdminConfig(read: AdminSettings, publicPort: number): AdminConfig | undefined {
  if (!read.MARQUE_ADMIN) return undefined;
  const portAbove = publicPort === 0 || publicPort === 65_535 ? 0 : publicPort + 1;
  return readAdminAccess(read, read.MARQUE_ADMIN_PORT ?? portAbove);
}
