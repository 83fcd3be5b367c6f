/** An API server that stalls under 5,000 elections: what people are told. */
import { stalled } from '../notify/storm.ts';
import { atMost, type Figure } from './report.ts';

const ELECTIONS = 5000;
const STALL_MS = 60_000;

export async function storm(quick: boolean): Promise<Figure[]> {
  const seeds = quick ? [1] : [1, 2, 3, 4, 5];
  let most = 0;
  let consequences = Number.POSITIVE_INFINITY;
  const roots = new Set<string>();
  for (const seed of seeds) {
    const one = await stalled(ELECTIONS, STALL_MS, seed);
    consequences = Math.min(consequences, one.consequences);
    for (const messages of one.told) {
      most = Math.max(most, messages.length);
      // `rule:key firing`, and further ones after a comma.
      for (const message of messages.flatMap((text) => text.split(', ')))
        roots.add(message.split(' ')[0] ?? '');
    }
  }
  const more = `${[...roots].join(', ')}; ${consequences} Leases or more expired under it`;
  return [
    atMost(`storm: alerts told of ${ELECTIONS} elections late`, roots.size, 1, 'alerts', more),
    atMost('storm: notifications', most, 3, 'messages', `the most of ${seeds.length} stalls of 60 s`),
  ];
}
