/** What a viewer sees, where that is not everything: said once in the shell, and where nothing is to be seen. */
import { countOf } from './format.ts';

const MOST_NAMED = 12;

/** `sees`: the namespaces of the status; `words` end what begins with "you see". Null where all are seen. */
export function seesWords(sees: readonly string[] | null): { words: string; hint: string } | null {
  if (sees === null) return null;
  const named = sees.slice(0, MOST_NAMED);
  const more = sees.length - named.length;
  const names = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return {
    words: countOf(sees.length, 'namespace'),
    hint:
      sees.length === 0
        ? 'You may list Leases in no namespace. Whoever grants rights in this cluster can change that.'
        : `You may see Leases of ${names}. Everything here, counts too, is about these alone.`,
  };
}
