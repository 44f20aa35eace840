import type { BarLook } from './timeline.js';

/** A4 in points, and where things stand on it. The address stands where a DL envelope of each country has its window. */
export const PAGE = {
  width: 595.28,
  height: 841.89,
  left: 57,
  right: 538.28,
  top: 56,
  bottom: 800,
  footer: 809,
} as const;
export const CONTENT_WIDTH = PAGE.right - PAGE.left;
export const ADDRESS_WINDOW = {
  fr: { left: 312, top: 140, width: 226 },
  en: { left: 57, top: 140, width: 226 },
} as const;
export const LETTERHEAD_TOP = 46;
/** The text begins below the lower edge of the window, whatever the length of the address. */
export const BODY_TOP = 227;

export const INK = '#1f2933';
export const QUIET = '#52606d';
export const HAIRLINE = '#cbd2d9';
export const ACCENT = '#0f5c5c';
export const WATERMARK = '#eceff1';

/**
 * Bars of the timeline and swatches of the table. The graver, the taller: in grey print or to a colour-blind reader the
 * height tells what the colour tells.
 */
export const BAR_LOOKS: Readonly<Record<BarLook, { fill: string; edge: string; height: number }>> = {
  lost: { fill: '#3e4c59', edge: '#3e4c59', height: 8 },
  window_degraded: { fill: '#e4e7eb', edge: '#7b8794', height: 5 },
  unable_to_join: { fill: '#9b1c1c', edge: '#9b1c1c', height: 8 },
  media_loss: { fill: '#dd6b20', edge: '#b4540f', height: 6.5 },
  interactivity_loss: { fill: '#e8a90c', edge: '#a97400', height: 5 },
  degraded: { fill: '#faf0be', edge: '#a68a2d', height: 3.5 },
};

/** How one kind of text is set. `leading` is the distance of its baselines. */
export type TextStyle = {
  readonly face: 'regular' | 'strong';
  readonly size: number;
  readonly leading: number;
  readonly color: string;
};

/** Every measure that may shrink to keep an ordinary letter on one page. */
export type Density = {
  readonly body: TextStyle;
  readonly bodyStrong: TextStyle;
  readonly subject: TextStyle;
  readonly heading: TextStyle;
  readonly cell: TextStyle;
  readonly cellStrong: TextStyle;
  readonly columnHead: TextStyle;
  readonly small: TextStyle;
  readonly label: TextStyle;
  readonly labelStrong: TextStyle;
  readonly paragraphGap: number;
  readonly sectionGap: number;
  readonly cellPadding: number;
  readonly timelineRow: number;
};

/** From the most to the least airy; the first that fits the page is taken. */
export const DENSITIES: readonly Density[] = [1.08, 1.03, 0.98, 0.95, 0.92].map(densityOf);

/** The letterhead and the address do not shrink with the text: the window of the envelope does not either. */
export const LETTERHEAD_NAME: TextStyle = { face: 'strong', size: 15, leading: 18, color: ACCENT };
export const LETTERHEAD_LINE: TextStyle = { face: 'regular', size: 8.5, leading: 11, color: QUIET };
export const ADDRESS_NAME: TextStyle = { face: 'strong', size: 10, leading: 13, color: INK };
export const ADDRESS_LINE: TextStyle = { face: 'regular', size: 10, leading: 13, color: INK };
export const FOOTER_LINE: TextStyle = { face: 'regular', size: 7.5, leading: 9.5, color: QUIET };
export const DRAFT_NOTICE: TextStyle = { face: 'strong', size: 8.5, leading: 11, color: INK };
export const WATERMARK_STYLE: TextStyle = { face: 'strong', size: 150, leading: 150, color: WATERMARK };

function densityOf(scale: number): Density {
  const style = (face: TextStyle['face'], size: number, leading: number, color: string): TextStyle => ({
    face,
    size: size * scale,
    leading: leading * scale,
    color,
  });
  return {
    body: style('regular', 9.7, 12.5, INK),
    bodyStrong: style('strong', 9.7, 12.5, INK),
    subject: style('strong', 12.5, 15, INK),
    heading: style('strong', 10.3, 13, ACCENT),
    cell: style('regular', 9.3, 11.4, INK),
    cellStrong: style('strong', 9.3, 11.4, INK),
    columnHead: style('regular', 8.2, 10, QUIET),
    small: style('regular', 7.8, 9.4, QUIET),
    label: style('regular', 7.8, 9.4, INK),
    labelStrong: style('strong', 7.8, 9.4, QUIET),
    paragraphGap: 5.2 * scale,
    sectionGap: 8.2 * scale,
    cellPadding: 1.7 * scale,
    timelineRow: 10.8 * scale,
  };
}
