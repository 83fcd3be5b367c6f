/** Who silences, by their own word: kept in this browser, so that it is typed once. */
const KEY = 'tenure-author';

export function keptAuthor(): string {
  try {
    return window.localStorage.getItem(KEY) ?? '';
  } catch (error) {
    // Storage that the browser refuses is a choice of whoever uses it: then it is typed each time.
    if (!(error instanceof DOMException)) throw error;
    return '';
  }
}

export function keepAuthor(author: string): void {
  try {
    window.localStorage.setItem(KEY, author);
  } catch (error) {
    // As above; also where it is full.
    if (!(error instanceof DOMException)) throw error;
  }
}
