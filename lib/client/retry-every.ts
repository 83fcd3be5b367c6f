import type { SWRConfiguration } from 'swr';

/** SWR asks no more at its interval once a read has failed, and then ever less often: this asks on every `ms`. */
export function retryEvery(ms: number): Pick<SWRConfiguration, 'onErrorRetry'> {
  return {
    onErrorRetry(_error, _key, _config, revalidate, { retryCount }) {
      setTimeout(() => void revalidate({ retryCount }), ms);
    },
  };
}
