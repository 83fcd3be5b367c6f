import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupAlerts } from '../../lib/view/alert-groups.ts';
import { noticesOf, noticeWords, seenAfter } from '../../lib/view/alert-notices.ts';
import { alertOf } from './alert-builders.ts';

const causes = (ids: readonly string[]) =>
  groupAlerts(ids.map((id) => alertOf({ id, title: `Title ${id}` })));
const NONE: ReadonlySet<string> = new Set();

describe('notifications', () => {
  it('tell each new cause with how bad it is, where, and where a click leads', () =>
    expect(noticesOf(NONE, causes(['a']), 'prod')).toEqual([
      {
        tag: 'a',
        title: 'Title a · prod',
        body: 'critical: Last renewed 1 min 27 s ago; its 15 s ran out.',
        href: '/alerts?alert=a',
      },
    ]));
  it('tell many at once in one', () => {
    const [notice, ...others] = noticesOf(NONE, causes(['a', 'b', 'c', 'd', 'e', 'f']), null);
    expect(others).toEqual([]);
    expect(notice?.title).toBe('6 new alerts');
    expect(notice?.body.split('\n')).toHaveLength(5);
    expect(notice?.body).toMatch(/critical: Title a\n.*\nand 2 more$/s);
    expect(notice?.href).toBe('/alerts');
  });
  it('tell no cause twice, whatever comes and goes', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    fc.assert(
      fc.property(fc.array(fc.subarray(names), { maxLength: 12 }), (looks) => {
        let seen: ReadonlySet<string> = new Set();
        let fresh = 0;
        for (const look of looks) {
          const notices = noticesOf(seen, causes(look), null);
          const news = look.filter((id) => !seen.has(id)).length;
          expect(notices).toHaveLength(news > 3 ? 1 : news);
          fresh += news;
          seen = seenAfter(seen, causes(look));
        }
        expect(fresh).toBe(new Set(looks.flat()).size);
      }),
    );
  });
  it('say why there are none', () => {
    expect(noticeWords('denied', false)).toContain('denies');
    expect(noticeWords('unable', false)).toContain('HTTPS');
    expect(noticeWords('default', false)).toBe('');
  });
});
