import type { AuthStatus } from '../../view/auth.ts';
import type { Config } from '../config.ts';
import { isLoopback } from '../http/host-names.ts';

/** Null for no configuration, as under `next dev`: nobody is asked there. */
export function authStatus(config: Pick<Config, 'auth' | 'host'> | null, user: string | null): AuthStatus {
  if (config === null) return { mode: 'none', user: null, open: false };
  const { mode } = config.auth;
  return { mode, user, open: mode === 'none' && !isLoopback(config.host) };
}
