/** What `postmaster.pid` says about the server that owns a data directory. Later lines appear as the server comes up. */
export type PostmasterFile = {
  readonly pid: number;
  readonly port: number | undefined;
  readonly status: string | undefined;
};

const PORT_LINE = 3;
const STATUS_LINE = 7;

/**
 * Reads `postmaster.pid`. A file that names no process (empty, truncated, damaged) gives undefined; a line without its
 * end was cut and counts for nothing.
 */
export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.trim());
  const pid = wholeNumber(lines[0]);
  if (pid === undefined) return undefined;
  return { pid, port: wholeNumber(lines[PORT_LINE]), status: lines[STATUS_LINE] || undefined };
}

/** The port in `postmaster.opts`, which keeps the command line of the last start; undefined when it names none. */
export function portOfCommandLine(text: string): number | undefined {
  return wholeNumber(/\bport=(\d+)/.exec(text)?.[1]);
}

function wholeNumber(text: string | undefined): number | undefined {
  const value = text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return value > 0 ? value : undefined;
}
