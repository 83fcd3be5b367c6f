import type { FocusEventHandler, MouseEventHandler } from 'react';

/** What the table puts on every row: its place, and how it is reached. */
export type RowProps = {
  'aria-rowindex': number;
  'data-key': string;
  tabIndex: number;
  onFocus: FocusEventHandler;
  onClick?: MouseEventHandler;
};
