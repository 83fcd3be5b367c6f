/** Pages so narrow are laid out otherwise: as the style sheet has it. */
export const NARROW_PAGES = '(max-width: 640px)';
/** A chart on such a page is some 600 px wide at most: what is told of it is told more coarsely. */
export const COARSE_PAGES = '(max-width: 1000px)';
