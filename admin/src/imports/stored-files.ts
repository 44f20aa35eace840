import type { FileKind } from './upload.js';

/** A file of the queue as it is kept in this browser until it is in, so that a reload does not lose it. */
export type StoredFile = {
  readonly id: string;
  readonly file: File;
  readonly kind: FileKind;
  readonly started: boolean;
};

const DATABASE = 'amends';
const STORE = 'files to import';

/** Every file that was not in when the page was left, in the order in which they came. */
export async function storedFiles(): Promise<readonly StoredFile[]> {
  return withStore('readonly', (store) => store.getAll() as IDBRequest<StoredFile[]>);
}

export async function keepFile(stored: StoredFile): Promise<void> {
  await withStore('readwrite', (store) => store.put(stored));
}

export async function forgetFile(id: string): Promise<void> {
  await withStore('readwrite', (store) => store.delete(id));
}

/** Of whoever used this browser nothing stays in it. */
export async function forgetFiles(): Promise<void> {
  await withStore('readwrite', (store) => store.clear());
}

async function withStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await answered(openDatabase());
  try {
    return await answered(work(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function openDatabase(): IDBOpenDBRequest {
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE, { keyPath: 'id' }));
  return request;
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the browser keeps no files')));
  });
}
