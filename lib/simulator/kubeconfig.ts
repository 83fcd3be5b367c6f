/** A kubeconfig file for the simulator: an admin and, as a second context, a user without rights. */
import { ADMIN_TOKEN, VIEWER_TOKEN } from './http/access.ts';

export function kubeconfig(url: string, context: string): string {
  const user = (name: string, token: string) => ({ name, user: { token } });
  const entry = (name: string, who: string) => ({ name, context: { cluster: context, user: who } });
  // JSON is YAML.
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': context,
      clusters: [{ name: context, cluster: { server: url } }],
      users: [user(`${context}-admin`, ADMIN_TOKEN), user(`${context}-viewer`, VIEWER_TOKEN)],
      contexts: [entry(context, `${context}-admin`), entry(`${context}-viewer`, `${context}-viewer`)],
    },
    null,
    2,
  )}\n`;
}
