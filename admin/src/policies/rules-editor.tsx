import { Box, Link, Typography } from '@mui/material';
import { useId, useMemo, useRef } from 'react';
import type { Reason } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';
import { useTones } from '../theme/tones.js';
import { jsonLines, lineOf } from './json-lines.js';

const LINE_PX = 20;
const FONT = '13px/20px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace';

/** A fault of the rules, with the line that it is about. */
export type LineFault = Reason & { readonly line: number };

/** The faults that the service found, each at its line; or that the text is no JSON. */
export function faultsByLine(text: string, faults: readonly Reason[]): readonly LineFault[] {
  const where = jsonLines(text);
  return faults
    .map((fault) => ({ ...fault, line: lineOf(fault.path ?? '', where) }))
    .toSorted((a, b) => a.line - b.line);
}

/**
 * The rules as JSON with numbered lines. A line at fault is marked, and what is wrong is said under the text, with a way
 * to the line.
 */
export function RulesEditor({
  label,
  text,
  faults,
  change,
}: {
  readonly label: string;
  readonly text: string;
  readonly faults: readonly LineFault[];
  readonly change: (text: string) => void;
}) {
  const t = useText();
  const tones = useTones();
  const area = useRef<HTMLTextAreaElement>(null);
  const faultList = useId();
  const count = useMemo(() => text.split('\n').length, [text]);
  const marked = new Set(faults.map(({ line }) => line));
  const goTo = (line: number): void => {
    const lines = text.split('\n');
    const start = lines.slice(0, line - 1).reduce((length, one) => length + one.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  };
  return (
    <Box>
      <Box sx={{ display: 'flex', border: '1px solid', borderColor: tones.edge, borderRadius: 1, overflow: 'hidden' }}>
        <Box aria-hidden="true" sx={{ font: FONT, py: 1, color: tones.quiet, textAlign: 'right', userSelect: 'none' }}>
          {Array.from({ length: count }, (_, index) => (
            <Box
              key={index}
              sx={{
                px: 1,
                height: LINE_PX,
                ...(marked.has(index + 1) ? { bgcolor: tones.danger, color: tones.panel, fontWeight: 700 } : {}),
              }}
            >
              {index + 1}
            </Box>
          ))}
        </Box>
        <Box
          component="textarea"
          ref={area}
          aria-label={label}
          aria-invalid={faults.length > 0}
          aria-describedby={faults.length > 0 ? faultList : undefined}
          value={text}
          onChange={({ target }) => change(target.value)}
          spellCheck={false}
          wrap="off"
          rows={count}
          sx={{
            flex: 1,
            minWidth: 0,
            boxSizing: 'border-box',
            height: count * LINE_PX + 32,
            font: FONT,
            p: 1,
            border: 0,
            borderLeft: '1px solid',
            borderColor: tones.line,
            resize: 'none',
            overflowX: 'auto',
            overflowY: 'hidden',
            color: tones.text,
            bgcolor: tones.panel,
            '&:focus-visible': { outline: `2px solid ${tones.accent}`, outlineOffset: -2 },
          }}
        />
      </Box>
      <Box id={faultList} role="status" sx={{ mt: 1 }}>
        {faults.map(({ line, path, code, message }) => (
          <Typography key={`${path ?? ''} ${code}`} sx={{ color: tones.danger, py: 0.25 }}>
            <Link component="button" type="button" onClick={() => goTo(line)} sx={{ verticalAlign: 'baseline', mr: 1 }}>
              {t('policies.line', { line })}
            </Link>
            {path === undefined || path === '' ? message : `${path}: ${message}`}
          </Typography>
        ))}
      </Box>
    </Box>
  );
}
