import { describe, expect, it, test } from 'vitest';
import { NewSilenceSchema } from '../../../lib/server/alerts/silence-schemas.ts';
import type { ApiError } from '../../../lib/server/api/api-error.ts';
import { jsonBody, refuseForeign } from '../../../lib/server/http/request-body.ts';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const post = (body: BodyInit, headers: Record<string, string> = JSON_TYPE) =>
  new Request('http://tenure/api/v1/silences', { method: 'POST', body, headers });
const silence = {
  matchers: [{ field: 'rule', value: 'flap*' }],
  until: 2_000_000_000_000,
  author: ' ana ',
  comment: ' a rollout ',
};
const read = (over: object) => jsonBody(post(JSON.stringify({ ...silence, ...over })), NewSilenceSchema);
async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(() => null).catch((caught: ApiError) => caught);
  return error === null ? 'taken' : `${error.status} ${error.parameter}: ${error.message}`;
}

describe('what is sent', () => {
  it('is taken, its texts trimmed; nobody has to say who they are', async () => {
    expect(await read({})).toEqual({ ...silence, author: 'ana', comment: 'a rollout' });
    expect(await read({ author: undefined })).toMatchObject({ author: '' });
  });

  test.each([
    [{ comment: '  ' }, '400 comment: comment must say why.'],
    [{ comment: undefined }, '400 comment: comment must say why: a text.'],
    [{ matchers: [] }, '400 matchers: matchers must name at least one thing that is to match.'],
    [{ matchers: 'flapping' }, '400 matchers: matchers must be a list of {field, value}.'],
    [
      { matchers: [{ field: 'colour', value: 'red' }] },
      '400 matchers.0.field: matchers.0.field must be one of rule, severity, namespace, name, node, holder.',
    ],
    [
      { matchers: [{ field: 'rule', value: '' }] },
      '400 matchers.0.value: matchers.0.value must say something; * stands for anything.',
    ],
    [
      { matchers: [{ field: 'holder', value: 'a*'.repeat(9) }] },
      '400 matchers.0.value: matchers.0.value may have 8 stars.',
    ],
    [{ until: 'tomorrow' }, '400 until: until must be a time in epoch milliseconds.'],
    [{ author: 'a'.repeat(101) }, '400 author: author may have 100 characters.'],
    [{ id: 'mine' }, '400 id: "id" is no field of this.'],
  ])('%j is refused by name', async (over, expected) => {
    expect(await refusal(read(over))).toBe(expected);
  });

  it('may have no field that is every object’s', async () => {
    const said = await refusal(jsonBody(post('{"__proto__": {"matchers": []}}'), NewSilenceSchema));
    expect(said).toMatch(/^400 /);
  });

  test.each(['', '{', 'null', '[]', '"text"', '1e999'])(
    '%j is no silence, and breaks nothing',
    async (body) => {
      expect(await refusal(jsonBody(post(body), NewSilenceSchema))).toMatch(/^400 body: The body /);
    },
  );

  it('has to say that it is JSON, which no form of a foreign page can', async () => {
    const form = { 'content-type': 'text/plain' };
    expect(await refusal(jsonBody(post(JSON.stringify(silence), form), NewSilenceSchema))).toMatch(/^415 /);
  });

  it('is not read past its bound, however long it is said to be', async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1;
        controller.enqueue(new Uint8Array(16_384).fill(32));
      },
    });
    const request = new Request('http://tenure/', {
      method: 'POST',
      body: endless,
      headers: JSON_TYPE,
      duplex: 'half',
    } as RequestInit);
    expect(await refusal(jsonBody(request, NewSilenceSchema))).toMatch(/^413 /);
    expect(given).toBeLessThan(10);
  });
});

describe('a page of another origin', () => {
  const from = (headers: Record<string, string>) => () =>
    refuseForeign(
      new Request('http://tenure:3000/api/v1/silences', {
        method: 'POST',
        headers: { ...JSON_TYPE, ...headers },
      }),
    );
  test.each([
    [{}],
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ origin: 'https://tenure.example', host: 'tenure.example' }],
    [{ origin: 'https://tenure.example', host: '10.0.0.7:3000', 'x-forwarded-host': 'tenure.example' }],
  ])('is none: %j', (headers) => expect(from(headers)).not.toThrow());
  test.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://tenure.example', host: 'tenure.example' }],
    [{ origin: 'https://evil.example', host: 'tenure.example' }],
    [{ origin: 'null', host: 'tenure.example' }],
  ])('is refused: %j', (headers) => expect(from(headers)).toThrow('another origin'));

  test.each([
    [{ 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' }],
    [{ origin: 'https://tenure.example', host: 'tenure.example', 'content-type': '' }],
  ])('could not be told from a form: %j', (headers) =>
    expect(from(headers)).toThrow('Content-Type: application/json'),
  );

  it('is what no script is, which ends a silence without a body', () =>
    expect(from({ 'content-type': '' })).not.toThrow());
});
