/** The marks of Timeline, and how to move on it. */
export function TimelineLegend() {
  return (
    <>
      <span title="The name is the fact, the colour a hint: with more than eight nodes colours repeat">
        <i className="swatch hue-1" />
        <i className="swatch hue-2" />
        <i className="swatch hue-3" />
        colour = node of the holder
      </span>
      <span>
        <i className="swatch notch" />
        handover
      </span>
      <span>
        <i className="swatch tl-dense" />
        many
      </span>
      <span>
        <i className="swatch hatch-vacant" />
        vacancy
      </span>
      <span>
        <i className="swatch tl-expired" />
        expired, still held
      </span>
      <span>
        <i className="swatch hatch-unknown" />
        not watched
      </span>
      <span>
        <i className="swatch tl-slow" />
        renewals slow
      </span>
      <span className="rule" />
      <span>drag to zoom</span>
      <span>double-click or z to zoom out</span>
      <span>[ ] to move</span>
    </>
  );
}
