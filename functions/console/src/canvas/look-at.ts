/** A rectangle in pixels of the graph. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Room between what is drawn and the edge of the canvas, in pixels of the screen. */
const margin = 32;

/** Where an axis begins on the screen, so that `middle` is in its middle, or as near to it as leaves no room empty beside the graph. */
function begin(middle: number, from: number, length: number, screen: number, zoom: number): number {
  const first = margin - from * zoom;
  const last = screen - margin - (from + length) * zoom;
  // All of it fits: it stands in the middle.
  if (last >= first) return (first + last) / 2;
  return Math.min(first, Math.max(last, screen / 2 - middle * zoom));
}

/** The part of a graph to show for a step in it. `graph` is what all of its steps take up, `screen` the size of the canvas. */
export function lookAt(
  step: Area,
  graph: Area,
  screen: { width: number; height: number },
  zoom: number,
): { x: number; y: number; zoom: number } {
  return {
    x: begin(step.x + step.width / 2, graph.x, graph.width, screen.width, zoom),
    y: begin(step.y + step.height / 2, graph.y, graph.height, screen.height, zoom),
    zoom,
  };
}
