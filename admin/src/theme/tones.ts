import { useTheme } from '@mui/material/styles';

/** The few colours that there are. Text on `page` and `panel` has a contrast of at least 4.5 to 1 in both modes. */
export type Tones = {
  readonly page: string;
  readonly panel: string;
  readonly hover: string;
  readonly selected: string;
  /** Hairlines between things. */
  readonly line: string;
  /** The border of what can be typed in or pressed: 3 to 1. */
  readonly edge: string;
  readonly text: string;
  readonly quiet: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly danger: string;
  readonly warning: string;
  readonly good: string;
  /** Impact, heaviest first: told by shape and word too. `edge` draws the shape's outline, 3 to 1. */
  readonly impact: Readonly<Record<ImpactTone, { readonly fill: string; readonly edge: string }>>;
};

export type ImpactTone = 'unable_to_join' | 'media_loss' | 'interactivity_loss' | 'degraded' | 'unknown' | 'unaffected';

export const TONES: Readonly<Record<'light' | 'dark', Tones>> = {
  light: {
    page: '#fafbfb',
    panel: '#ffffff',
    hover: '#f2f5f4',
    selected: '#e6f1ef',
    line: '#e2e7e5',
    edge: '#87938f',
    text: '#17211f',
    quiet: '#55625e',
    accent: '#0b655d',
    onAccent: '#ffffff',
    danger: '#a31621',
    warning: '#8a5300',
    good: '#1d6b3a',
    impact: {
      unable_to_join: { fill: '#a31621', edge: '#a31621' },
      media_loss: { fill: '#d4620e', edge: '#b34f06' },
      interactivity_loss: { fill: '#e3a008', edge: '#a06c00' },
      degraded: { fill: '#f6e3a1', edge: '#94760f' },
      unknown: { fill: '#c3cac8', edge: '#7b8784' },
      unaffected: { fill: 'transparent', edge: '#87938f' },
    },
  },
  dark: {
    page: '#0f1413',
    panel: '#151b1a',
    hover: '#1d2523',
    selected: '#17332f',
    line: '#2a3331',
    edge: '#6d7a76',
    text: '#e6ecea',
    quiet: '#a4b1ad',
    accent: '#5fcabd',
    onAccent: '#06231f',
    danger: '#ff8a8a',
    warning: '#f0b45c',
    good: '#79cf97',
    impact: {
      unable_to_join: { fill: '#e5484d', edge: '#f2777b' },
      media_loss: { fill: '#e27a2c', edge: '#f09250' },
      interactivity_loss: { fill: '#d99a12', edge: '#e9b13a' },
      degraded: { fill: '#6f6233', edge: '#c9b465' },
      unknown: { fill: '#48514f', edge: '#8c9895' },
      unaffected: { fill: 'transparent', edge: '#6d7a76' },
    },
  },
};

/** The colours of the mode in force. */
export function useTones(): Tones {
  return TONES[useTheme().palette.mode];
}
