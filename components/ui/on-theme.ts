/** For canvases, whose colours are the theme's as it was when they were drawn. Answers how to hear no more of it. */
export function onThemeChange(run: () => void): () => void {
  const query = window.matchMedia('(prefers-color-scheme: dark)');
  const themes = new MutationObserver(run);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  query.addEventListener('change', run);
  return () => {
    themes.disconnect();
    query.removeEventListener('change', run);
  };
}
