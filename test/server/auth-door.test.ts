import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createDoor } from '../../lib/server/auth-door.ts';
import { TRANSPORT_HEADER } from '../../lib/server/auth-transport.ts';
import { readConfig } from '../../lib/server/config.ts';
import { NOBODY } from '../../lib/server/current-viewer.ts';

it.each([
  [true, 'https', 'tls'],
  [true, 'http', 'plain'],
  [false, 'https', 'plain'],
  [false, 'http', 'plain'],
  [false, undefined, 'plain'],
])(
  'by a peer that is trusted (%s) and says %s, who signs in comes by %s',
  async (isTrusted, said, expected) => {
    expect(await transportAtDoor(isTrusted, said, null)).toBe(expected);
  },
);

it('a token is not pasted by plain HTTP where an Ingress of TLS serves that too', async () => {
  expect(await transportAtDoor(false, 'http', 'https://tenure.example')).toBe('plain');
  expect(await transportAtDoor(false, undefined, 'https://tenure.example')).toBe('tls');
});

/** What the routes are told. What the client says of it counts for nothing. */
async function transportAtDoor(isTrusted: boolean, said: string | undefined, publicUrl: string | null) {
  const { auth } = readConfig({ TENURE_AUTH: 'token' });
  const door = createDoor({
    config: auth,
    isPeerTrusted: () => isTrusted,
    publicUrl,
    base: '',
    gate: () => null,
  });
  const request = new IncomingMessage(new Socket());
  request.url = '/sign-in';
  Object.assign(request.headers, { host: 'tenure.example', [TRANSPORT_HEADER]: 'tls' });
  if (said !== undefined) request.headers['x-forwarded-proto'] = said;
  expect(await door(request, new ServerResponse(request), '192.0.2.1')).toBe(NOBODY);
  return request.headers[TRANSPORT_HEADER];
}
