import type { ComponentProps } from 'react';

/** `ink`: the one action a state asks for; never more than one in a panel. */
export function Button({
  ink = false,
  className = '',
  ...rest
}: ComponentProps<'button'> & { ink?: boolean }) {
  return <button type="button" className={`button ${ink ? 'ink' : ''} ${className}`} {...rest} />;
}
