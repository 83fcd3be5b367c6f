/** From an error of Node's or undici's to its exact words and what a person can do. */
export type NetworkAdvice = {
  type: 'network' | 'tls';
  code: string;
  message: string;
  hint: string;
};

const NETWORK_HINTS: Record<string, string> = {
  ECONNREFUSED:
    'Nothing listens at this address: the API server is down, or the address in the kubeconfig is old.',
  ECONNRESET:
    'The connection was cut. If it happens over and over, look at the load balancer before the API server.',
  UND_ERR_SOCKET:
    'The connection was closed. If it happens over and over, look at the load balancer before the API server.',
  EPIPE:
    'The connection was cut. If it happens over and over, look at the load balancer before the API server.',
  ENOTFOUND:
    "The name of the API server is not known to DNS here: check the 'server' address, the VPN and the resolver.",
  EAI_AGAIN: 'The DNS resolver does not answer: check the network and the resolver.',
  EHOSTUNREACH: 'There is no route to this address: check the VPN, firewall or network policy.',
  ENETUNREACH: 'There is no route to this address: check the VPN, firewall or network policy.',
  ETIMEDOUT: 'The address does not answer: check the VPN, firewall or network policy.',
  UND_ERR_CONNECT_TIMEOUT: 'The address does not answer: check the VPN, firewall or network policy.',
  UND_ERR_HEADERS_TIMEOUT: 'The API server took the request and did not answer it: it may be overloaded.',
};
const UNTRUSTED =
  "The API server's certificate is not signed by the CA of this cluster: check 'certificate-authority' in the kubeconfig (or the mounted ca.crt), and that the address leads to the right cluster.";
const TLS_HINTS: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_SIGNATURE_FAILURE: UNTRUSTED,
  CERT_HAS_EXPIRED: "The API server's certificate has expired: renew it, or check the clock of this machine.",
  CERT_NOT_YET_VALID: "The API server's certificate is not valid yet: check the clock of this machine.",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "The API server's certificate is for another name: use an address it names, or set 'tls-server-name' in the kubeconfig.",
};

export function networkAdvice(error: unknown): NetworkAdvice {
  const cause = innermost(error);
  const code = codeOf(cause);
  const message = messageOf(cause);
  const tlsHint = TLS_HINTS[code];
  if (tlsHint !== undefined) return { type: 'tls', code, message, hint: tlsHint };
  if (code.startsWith('ERR_SSL') || code === 'EPROTO' || code.startsWith('ERR_OSSL')) {
    const hint =
      "The TLS handshake failed: check that 'server' begins with https:// where the API server speaks TLS, and the client certificate.";
    return { type: 'tls', code, message, hint };
  }
  const hint = NETWORK_HINTS[code] ?? 'The API server could not be reached.';
  return { type: 'network', code, message, hint };
}

/** A name with several addresses fails as an AggregateError without words of its own; proxies wrap causes. */
function innermost(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (error instanceof Error && error.cause instanceof Error) return innermost(error.cause);
  return error;
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return 'network';
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? error.name : error.message;
}
