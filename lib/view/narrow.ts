/** Pages so narrow are laid out otherwise: as the style sheet has it. */
export const NARROW_PAGES = '(max-width: 640px)';
