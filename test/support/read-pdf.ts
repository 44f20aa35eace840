import { inflateSync } from 'node:zlib';

/** A run of text as it stands in the marked content of a page: its tag (`P`, `TD`, `Artifact`…) and its words. */
export type PdfRun = { readonly page: number; readonly tag: string; readonly text: string };
export type ReadPdf = { readonly pages: number; readonly runs: readonly PdfRun[]; readonly objects: readonly string[] };

type PdfObject = { readonly dictionary: string; readonly stream: Buffer | null };

/** Reads back what pdfkit writes: enough of PDF to see a letter's text, tags and dictionaries without other tools. */
export function readPdf(pdf: Buffer): ReadPdf {
  const objects = readObjects(pdf);
  const dictionary = (id: string) => objects.get(id)?.dictionary ?? '';
  const root = /\/Root (\d+) 0 R/.exec(pdf.toString('latin1'))?.[1] ?? '';
  const kids = /\/Kids \[([^\]]*)\]/.exec(dictionary(reference(dictionary(root), 'Pages')))?.[1] ?? '';
  const pageIds = [...kids.matchAll(/(\d+) 0 R/g)].map(([, id]) => id ?? '');
  const runs = pageIds.flatMap((id, index) => {
    const page = dictionary(id);
    const fonts = new Map<string, ReadonlyMap<string, string>>();
    for (const [, name = '', font = ''] of dictionary(reference(page, 'Resources')).matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      fonts.set(name, readMeanings(streamText(objects.get(reference(dictionary(font), 'ToUnicode')))));
    }
    return readRuns(streamText(objects.get(reference(page, 'Contents'))), fonts, index + 1);
  });
  return { pages: pageIds.length, runs, objects: [...objects.values()].map((object) => object.dictionary) };
}

/** The text of every run with one of these tags. */
export function textsOf({ runs }: ReadPdf, ...tags: readonly string[]): readonly string[] {
  return runs.filter((run) => tags.includes(run.tag)).map((run) => run.text);
}

function readObjects(pdf: Buffer): ReadonlyMap<string, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  const starts = /(\d+) 0 obj\n/g;
  for (let start = starts.exec(text); start !== null; start = starts.exec(text)) {
    const from = start.index + start[0].length;
    const end = text.indexOf('endobj', from);
    const streamAt = text.indexOf('>>\nstream\n', from);
    if (streamAt === -1 || streamAt > end) {
      objects.set(start[1] ?? '', { dictionary: text.slice(from, end), stream: null });
      continue;
    }
    const dictionary = text.slice(from, streamAt + 2);
    const dataAt = streamAt + '>>\nstream\n'.length;
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
    const data = pdf.subarray(dataAt, dataAt + length);
    objects.set(start[1] ?? '', { dictionary, stream: dictionary.includes('/FlateDecode') ? inflateSync(data) : data });
    starts.lastIndex = dataAt + length;
  }
  for (const { dictionary, stream } of objects.values()) {
    if (stream === null || !dictionary.includes('/Type /ObjStm')) continue;
    for (const [id, packed] of packedObjects(dictionary, stream.toString('latin1'))) objects.set(id, packed);
  }
  return objects;
}

/** The objects of a stream of objects: their numbers and places, then one after the other. */
function packedObjects(dictionary: string, text: string): readonly (readonly [string, PdfObject])[] {
  const first = Number(/\/First (\d+)/.exec(dictionary)?.[1] ?? 0);
  const places = [...text.slice(0, first).matchAll(/(\d+) (\d+)/g)].map(([, id = '', at]) => ({ id, at: Number(at) }));
  return places.map(({ id, at }, index) => {
    const until = places[index + 1]?.at;
    return [id, { dictionary: text.slice(first + at, until === undefined ? undefined : first + until), stream: null }];
  });
}

function reference(dictionary: string, key: string): string {
  return new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary)?.[1] ?? '';
}

function streamText(object: PdfObject | undefined): string {
  return object?.stream?.toString('latin1') ?? '';
}

function readMeanings(cmap: string): ReadonlyMap<string, string> {
  const meanings = new Map<string, string>();
  for (const [, first = '', list = ''] of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g)) {
    [...list.matchAll(/<([^>]*)>/g)].forEach(([, hex = ''], index) => {
      const glyph = (Number.parseInt(first, 16) + index).toString(16).padStart(4, '0');
      const units = hex.split(' ').filter(Boolean);
      meanings.set(glyph, String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))));
    });
  }
  return meanings;
}

function readRuns(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>, page: number): PdfRun[] {
  const runs: PdfRun[] = [];
  let open: { page: number; tag: string; text: string } | null = null;
  let meanings: ReadonlyMap<string, string> = new Map();
  for (const line of content.split('\n')) {
    const tag = /^\/(\w+) <<$/.exec(line)?.[1];
    const font = /^\/(F\d+) /.exec(line)?.[1];
    if (tag !== undefined) open = { page, tag, text: '' };
    else if (font !== undefined) meanings = fonts.get(font) ?? meanings;
    else if (line === 'EMC' && open !== null) {
      if (open.text !== '') runs.push(open);
      open = null;
    } else if (line.endsWith(' TJ') && open !== null) {
      for (const [, hex = ''] of line.matchAll(/<([0-9a-f]+)>/g)) {
        open.text += (hex.match(/.{4}/g) ?? []).map((glyph) => meanings.get(glyph) ?? '').join('');
      }
    }
  }
  return runs;
}
