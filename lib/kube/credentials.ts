/**
 * client-node's KubeConfig, kept to what it does well: kubeconfig entries, exec plugins, OIDC, certificates.
 * The dispatcher it would build is caught and its TLS options taken instead, since it knows no HTTPS_PROXY
 * and refuses plain http. The build keeps of client-node only what is imported here (`scripts/build.ts`).
 */
import { type DispatcherOptions, HttpMethod, KubeConfig, RequestContext } from '@kubernetes/client-node';
import type { TlsOptions } from './connection.ts';

type AgentOptions = Parameters<KubeConfig['createDispatcherOptions']>[1];

export class CredentialConfig extends KubeConfig {
  private caught: TlsOptions = {};

  override createDispatcherOptions(_cluster: unknown, options: AgentOptions): DispatcherOptions {
    this.caught = {
      ...whole('ca', options.ca),
      ...whole('cert', options.cert),
      ...whole('key', options.key),
      ...(options.passphrase === undefined ? {} : { passphrase: options.passphrase }),
      ...(options.servername === undefined ? {} : { servername: options.servername }),
      ...(options.rejectUnauthorized === undefined ? {} : { rejectUnauthorized: options.rejectUnauthorized }),
    };
    return { type: 'none' };
  }

  /** Files are read, and plugins run if what they gave has expired, now. Throws what they throw. */
  async credentials(server: string): Promise<{ headers: Record<string, string>; tls: TlsOptions }> {
    const context = new RequestContext(server, HttpMethod.GET);
    await this.applySecurityAuthentication(context);
    return { headers: context.getHeaders(), tls: this.caught };
  }
}

function whole<K extends 'ca' | 'cert' | 'key'>(
  name: K,
  value: unknown,
): Partial<Record<K, string | Buffer>> {
  if (typeof value !== 'string' && !Buffer.isBuffer(value)) return {};
  const found: Partial<Record<K, string | Buffer>> = {};
  found[name] = value;
  return found;
}
