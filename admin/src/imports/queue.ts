import { client, type Schemas, unwrap } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import { onSignOut } from '../session/auth-provider.js';
import { forgetFile, keepFile, storedFiles } from './stored-files.js';
import { type FileKind, importFile, LINE_KINDS, NO_ANSWERS } from './upload.js';

/** One of several files: what it is, and how far it is. */
export type QueuedFile = {
  readonly id: string;
  readonly file: File;
  readonly kind: FileKind;
  readonly status: 'ready' | 'waiting' | 'sending' | 'done' | 'refused';
  /** How much of it is sent, from 0 to 1. */
  readonly share: number;
  readonly receipt: Schemas['ImportReceipt'] | null;
  readonly problem: ApiProblem | null;
};

const HEAD_BYTES = 16_384;
/** What others rest on goes first. */
const ORDER: readonly FileKind[] = [...LINE_KINDS, 'attendance'];

let files: readonly QueuedFile[] = [];
let isRunning = false;
const listeners = new Set<() => void>();

onSignOut(() => tell([]));

/** The queue outlives its page: it goes on while other pages are open, and after a reload from where it was. */
export const queue = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  files: (): readonly QueuedFile[] => files,

  /** Takes files up, each with what the service recognises in it. */
  async add(added: readonly File[]): Promise<void> {
    const fresh = await Promise.all(
      added.map(async (file) => ready(crypto.randomUUID(), file, await recognised(file))),
    );
    tell([...files, ...fresh]);
    for (const { id, file, kind } of fresh) await keepFile({ id, file, kind, started: false }).catch(() => undefined);
  },

  async setKind(id: string, kind: FileKind): Promise<void> {
    change(id, { kind });
    await keep(id);
  },

  async remove(id: string): Promise<void> {
    tell(files.filter((each) => each.id !== id));
    await forgetFile(id).catch(() => undefined);
  },

  /** Brings in all that is ready, what others rest on first. Attendance files have questions and are opened one by one. */
  async start(): Promise<void> {
    for (const { id } of files.filter(({ status, kind }) => status === 'ready' && kind !== 'attendance')) {
      change(id, { status: 'waiting' });
      await keep(id);
    }
    await run();
  },

  /** Takes up what was left when the page was last closed. */
  async resume(): Promise<void> {
    if (files.length > 0 || isRunning) return;
    const stored = await storedFiles().catch(() => []);
    tell(
      stored.map(({ id, file, kind, started }) => ({
        ...ready(id, file, kind),
        status: started ? 'waiting' : 'ready',
      })),
    );
    await run();
  },
};

async function run(): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  try {
    for (let next = nextFile(); next !== undefined; next = nextFile()) await bring(next);
  } finally {
    isRunning = false;
  }
}

function nextFile(): QueuedFile | undefined {
  const [next] = files
    .filter(({ status }) => status === 'waiting')
    .toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  return next;
}

async function bring({ id, file, kind }: QueuedFile): Promise<void> {
  change(id, { status: 'sending', share: 0 });
  try {
    const receipt = await importFile(file, kind, NO_ANSWERS, (share) => change(id, { share }));
    change(id, { status: 'done', receipt });
  } catch (error) {
    const problem = error instanceof ApiProblem ? error : new ApiProblem(0, 'unexpected', String(error));
    change(id, { status: 'refused', problem });
  }
  await forgetFile(id).catch(() => undefined);
}

async function recognised(file: File): Promise<FileKind> {
  try {
    const head = await file.slice(0, HEAD_BYTES).text();
    const { kind } = unwrap(await client.POST('/api/v1/imports/recognise', { body: { head } }));
    return LINE_KINDS.find((name) => name === kind) ?? 'attendance';
  } catch {
    // The service says at the import what it does not like.
    return 'attendance';
  }
}

function ready(id: string, file: File, kind: FileKind): QueuedFile {
  return { id, file, kind, status: 'ready', share: 0, receipt: null, problem: null };
}

function change(id: string, to: Partial<QueuedFile>): void {
  tell(files.map((each) => (each.id === id ? { ...each, ...to } : each)));
}

async function keep(id: string): Promise<void> {
  const found = files.find((each) => each.id === id);
  if (found === undefined) return;
  const { file, kind, status } = found;
  await keepFile({ id, file, kind, started: status !== 'ready' }).catch(() => undefined);
}

function tell(next: readonly QueuedFile[]): void {
  files = next;
  for (const listener of listeners) listener();
}
