/** The path under which Tenure lives, as the environment says it: validated with the rest of it (`config.ts`). */
import { z } from 'zod';
import { isOn, SWITCH } from '../switch.ts';
import { type BasePath, basePathMistake, basePathOf } from './base-path.ts';

export const BASE_PATH_VARIABLES = {
  TENURE_BASE_PATH: z.string().superRefine((text, context) => {
    const message = basePathMistake(text);
    if (message !== null) context.addIssue({ code: 'custom', message });
  }),
  TENURE_BASE_PATH_STRIPPED: SWITCH,
};

type Given = { [name in keyof typeof BASE_PATH_VARIABLES | 'TENURE_PUBLIC_URL']?: string };
type Values = {
  [name in keyof typeof BASE_PATH_VARIABLES]?: z.infer<(typeof BASE_PATH_VARIABLES)[name]> | undefined;
};

/** What no single variable shows; each a sentence. */
export function basePathMistakes({ TENURE_BASE_PATH: given, ...others }: Given): string[] {
  const path = basePathOf(given ?? '');
  if (path !== '' && basePathMistake(path) !== null) return [];
  const { TENURE_BASE_PATH_STRIPPED: stripped, TENURE_PUBLIC_URL: publicUrl } = others;
  const mistakes: string[] = [];
  if (path === '' && (stripped === '1' || stripped === 'true'))
    mistakes.push(
      'TENURE_BASE_PATH_STRIPPED: there is no path to take off; give TENURE_BASE_PATH too, or leave it unset.',
    );
  const url = /^https?:/i.test(publicUrl ?? '') ? URL.parse(publicUrl ?? '') : null;
  const told = url?.pathname.replace(/\/+$/, '') ?? path;
  if (url !== null && told !== path)
    mistakes.push(
      path === ''
        ? `TENURE_PUBLIC_URL: its path ${told} is not where the pages look for their parts; give TENURE_BASE_PATH=${told} too, or an address without a path.`
        : `TENURE_PUBLIC_URL: its path ${told === '' ? '/' : told} is not that of TENURE_BASE_PATH; give ${url.origin}${path}, or another TENURE_BASE_PATH.`,
    );
  return mistakes;
}

export function basePathConfig(values: Values): BasePath {
  return {
    path: basePathOf(values.TENURE_BASE_PATH ?? ''),
    stripped: isOn(values.TENURE_BASE_PATH_STRIPPED),
  };
}
