/** One minute of a series. */
export type Minute = { readonly at: string; readonly value: number };

/** An area under a series of minutes, as an SVG path; one step a minute, so that nothing is smoothed away. */
export function stepArea(
  series: readonly Minute[],
  x: (at: number) => number,
  y: (value: number) => number,
  base: number,
): string {
  const first = series[0];
  if (first === undefined) return '';
  let path = `M${x(Date.parse(first.at)).toFixed(1)} ${base}`;
  for (const { at, value } of series) {
    const start = Date.parse(at);
    path += `V${y(value).toFixed(1)}H${x(start + 60_000).toFixed(1)}`;
  }
  return `${path}V${base}Z`;
}
