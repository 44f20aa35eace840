import type { RaThemeOptions } from 'react-admin';
import { TONES, type Tones } from './tones.js';

const FAMILY = 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Source Sans 3", sans-serif';
const RADIUS = 6;

/** A theme of ours: calm and dense; hairlines, no shadows; the accent only on what can be acted on. */
function makeTheme(mode: 'light' | 'dark', tones: Tones): RaThemeOptions {
  const line = `1px solid ${tones.line}`;
  return {
    palette: {
      mode,
      primary: { main: tones.accent, contrastText: tones.onAccent },
      secondary: { main: tones.accent, contrastText: tones.onAccent },
      error: { main: tones.danger },
      warning: { main: tones.warning },
      success: { main: tones.good },
      info: { main: tones.accent },
      background: { default: tones.page, paper: tones.panel },
      text: { primary: tones.text, secondary: tones.quiet },
      divider: tones.line,
      action: { hover: tones.hover, selected: tones.selected },
    },
    shape: { borderRadius: RADIUS },
    typography: {
      fontFamily: FAMILY,
      fontSize: 14,
      h1: { fontSize: 22, fontWeight: 600, lineHeight: 1.3, letterSpacing: '-0.01em' },
      h2: { fontSize: 15, fontWeight: 600, lineHeight: 1.4 },
      h3: { fontSize: 14, fontWeight: 600, lineHeight: 1.4 },
      body1: { fontSize: 14, lineHeight: 1.5 },
      body2: { fontSize: 13, lineHeight: 1.5 },
      caption: { fontSize: 12.5, lineHeight: 1.4 },
      button: { textTransform: 'none', fontWeight: 500, fontSize: 14 },
    },
    components: {
      MuiCssBaseline: { styleOverrides: { body: { fontVariantNumeric: 'tabular-nums', fontSize: 14 } } },
      MuiPaper: {
        defaultProps: { elevation: 0 },
        styleOverrides: { root: { backgroundImage: 'none' }, outlined: { border: line } },
      },
      MuiButton: {
        defaultProps: { disableElevation: true, size: 'small' },
        styleOverrides: { root: { minHeight: 32, paddingInline: 12 }, outlined: { borderColor: tones.edge } },
      },
      MuiIconButton: { defaultProps: { size: 'small' } },
      MuiButtonBase: { defaultProps: { disableRipple: true } },
      MuiTextField: { defaultProps: { size: 'small', variant: 'outlined', margin: 'none' } },
      MuiFormControl: { defaultProps: { size: 'small', margin: 'none' } },
      MuiSelect: { defaultProps: { size: 'small' } },
      MuiOutlinedInput: {
        styleOverrides: {
          root: { backgroundColor: tones.panel, fontSize: 14 },
          notchedOutline: { borderColor: tones.edge },
          input: { paddingBlock: 7 },
        },
      },
      MuiInputLabel: { styleOverrides: { root: { fontSize: 14 } } },
      MuiCheckbox: { defaultProps: { size: 'small' }, styleOverrides: { root: { padding: 4 } } },
      MuiTab: { styleOverrides: { root: { minHeight: 40, padding: '8px 12px', minWidth: 0 } } },
      MuiTabs: { styleOverrides: { root: { minHeight: 40, borderBottom: line } } },
      MuiTableCell: {
        styleOverrides: {
          root: {
            padding: '3px 12px',
            height: 36,
            fontSize: 14,
            borderBottom: line,
            lineHeight: 1.35,
            // In line with the heading of the panel.
            '&:first-of-type': { paddingLeft: 16 },
            '&:last-of-type': { paddingRight: 16 },
          },
          head: {
            color: tones.quiet,
            fontWeight: 500,
            fontSize: 13,
            backgroundColor: tones.panel,
            whiteSpace: 'nowrap',
          },
        },
      },
      MuiTooltip: {
        defaultProps: { arrow: false },
        styleOverrides: { tooltip: { backgroundColor: tones.text, color: tones.page, fontSize: 12.5, maxWidth: 360 } },
      },
      MuiDrawer: { styleOverrides: { paper: { borderLeft: line } } },
      MuiDialog: { styleOverrides: { paper: { border: line } } },
      MuiMenu: { styleOverrides: { paper: { border: line } } },
      MuiMenuItem: { styleOverrides: { root: { fontSize: 14, minHeight: 34 } } },
      MuiAlert: {
        styleOverrides: {
          root: { border: line, color: tones.text, backgroundColor: tones.panel, alignItems: 'flex-start' },
        },
      },
      MuiLink: { defaultProps: { underline: 'hover' } },
      MuiSkeleton: { defaultProps: { animation: false } },
    },
  };
}

export const lightTheme = makeTheme('light', TONES.light);
export const darkTheme = makeTheme('dark', TONES.dark);
