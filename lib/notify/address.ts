/** An address that holds secrets (user and password, a token in its path), taken apart into what may be shown and not. */

export type Address = {
  /** `host:port`: all that is ever shown of it. */
  host: string;
  /** What is asked: no user and password in it. */
  url: URL;
  /** Basic authentication, where there are a user and a password; sent and never shown. */
  authorization: string | null;
  /** What no message may repeat: the longest first. */
  secrets: readonly string[];
};

/** Shorter parts of a path are words, such as `api`, and no tokens. */
const TOKEN_CHARACTERS = 8;

/** `text`: an http(s) URL. */
export function addressOf(text: string): Address {
  const url = new URL(text);
  const [user, password] = [decoded(url.username), decoded(url.password)];
  const written = [text, url.href, url.pathname + url.search, url.username, url.password, user, password];
  const parts = [...url.pathname.split('/'), ...url.searchParams.values()].flatMap((part) => [
    part,
    decoded(part),
  ]);
  url.username = '';
  url.password = '';
  url.hash = '';
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  const secrets = [
    // As it is sent: an answer may repeat the request.
    ...(basic.length >= TOKEN_CHARACTERS ? [basic] : []),
    ...written.filter((part) => part.length > 1),
    ...parts.filter((part) => part.length >= TOKEN_CHARACTERS),
  ];
  return {
    host: url.host,
    url,
    authorization: user === '' && password === '' ? null : `Basic ${basic}`,
    secrets: [...new Set(secrets)].sort((a, b) => b.length - a.length),
  };
}

/** Alertmanager's API below the address of its own, which may have a path. */
export function alertsPathOf(address: Address): Address {
  const url = new URL(address.url);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/v2/alerts`;
  return { ...address, url };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone "%" stands for itself.
    return text;
  }
}
