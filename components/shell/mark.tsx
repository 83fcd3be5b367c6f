/** Tenure's mark: one holder, the moment of a handover, the next. */
export function Mark() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d="M1 7h9.4v6H1z M13 7h6v6h-6z" fill="currentColor" />
      <path d="M11.7 3.5v13" stroke="currentColor" strokeWidth="1.4" />
    </svg>
  );
}
