/** Custom properties in `style`: the bars take their lengths from them. */
import 'react';

declare module 'react' {
  interface CSSProperties {
    [property: `--${string}`]: string | number;
  }
}
