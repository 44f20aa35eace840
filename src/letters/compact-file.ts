import { deflateSync } from 'node:zlib';

/** An object of which only the beginning came yet. */
type OpenObject = { readonly id: number; body: string };

/** How the end of a file names its parts. `id` are 16 bytes, the references are as PDF writes them (`3 0 R`). */
export type FileEnd = { readonly root: string; readonly info: string; readonly id: Uint8Array };

/** Bytes of a field of the table of objects: the kind, where, and the place within. */
const FIELDS = [1, 3, 2] as const;
const FREE = [0, 0, 65_535] as const;

/**
 * The bytes of a PDF, gathered as pdfkit writes them, one object after the other, and laid out in the compact form of PDF
 * 1.5 (ISO 32000-1, 7.5.7 and 7.5.8): whatever is no stream goes into one stream of objects that is compressed as a whole,
 * and the table of all objects is a stream too. The structure of a tagged letter is hundreds of small objects that are
 * nearly alike, a third of the file otherwise.
 */
export class CompactFile {
  private readonly parts: Uint8Array[] = [];
  private pending = '';
  private length = 0;
  private open: OpenObject | undefined;
  private readonly packed: OpenObject[] = [];
  private readonly offsets = new Map<number, number>();

  /** Takes what pdfkit writes next: a line, or the bytes of a stream. */
  write(data: Uint8Array | string): void {
    if (typeof data !== 'string') this.addBytes(data);
    else if (this.open === undefined) this.begin(data);
    else if (data === 'stream') this.leaveOut(this.open);
    else if (data === 'endobj') this.pack(this.open);
    else this.open.body = data;
  }

  /** Ends the file, whose objects have the numbers up to `lastId`, and gives its bytes. */
  finish(lastId: number, { root, info, id }: FileEnd): Buffer {
    const [packId, tableId] = [lastId + 1, lastId + 2];
    this.addPack(packId);
    const tableAt = this.length;
    this.offsets.set(tableId, tableAt);
    const table = deflateSync(this.tableOf(packId, tableId));
    const hex = Buffer.from(id).toString('hex');
    this.addText(
      `${tableId} 0 obj\n<<\n/Type /XRef\n/Size ${tableId + 1}\n/W [${FIELDS.join(' ')}]\n/Root ${root}\n/Info ${info}\n` +
        `/ID [<${hex}> <${hex}>]\n/Length ${table.length}\n/Filter /FlateDecode\n>>\nstream`,
    );
    this.addBytes(table);
    this.addText(`\nendstream\nendobj\nstartxref\n${tableAt}\n%%EOF`);
    this.settle();
    return Buffer.concat(this.parts);
  }

  private begin(line: string): void {
    const id = /^(\d+) 0 obj$/.exec(line)?.[1];
    if (id === undefined) this.addText(line);
    else this.open = { id: Number(id), body: '' };
  }

  /** A stream stands by itself. */
  private leaveOut({ id, body }: OpenObject): void {
    this.open = undefined;
    this.offsets.set(id, this.length);
    this.addText(`${id} 0 obj\n${body}\nstream`);
  }

  private pack(object: OpenObject): void {
    this.open = undefined;
    this.packed.push(object);
  }

  private addPack(packId: number): void {
    let at = 0;
    const places = this.packed.map(({ id, body }) => {
      const place = `${id} ${at}`;
      at += body.length + 1;
      return place;
    });
    const head = `${places.join(' ')}\n`;
    const bytes = deflateSync(Buffer.from(`${head}${this.packed.map(({ body }) => `${body}\n`).join('')}`, 'latin1'));
    this.offsets.set(packId, this.length);
    this.addText(
      `${packId} 0 obj\n<<\n/Type /ObjStm\n/N ${this.packed.length}\n/First ${head.length}\n/Length ${bytes.length}\n` +
        `/Filter /FlateDecode\n>>\nstream`,
    );
    this.addBytes(bytes);
    this.addText('\nendstream\nendobj');
  }

  /** A row for each object, from 0: free, at an offset, or the so manieth of the pack. */
  private tableOf(packId: number, lastId: number): Buffer {
    const indexes = new Map(this.packed.map(({ id }, index) => [id, index]));
    const width = FIELDS.reduce((sum, field) => sum + field, 0);
    const table = Buffer.alloc((lastId + 1) * width);
    for (let id = 0; id <= lastId; id += 1) {
      const [offset, index] = [this.offsets.get(id), indexes.get(id)];
      const inPack = index === undefined ? FREE : ([2, packId, index] as const);
      const [kind, where, within] = offset === undefined ? inPack : ([1, offset, 0] as const);
      table.writeUInt8(kind, id * width);
      table.writeUIntBE(where, id * width + FIELDS[0], FIELDS[1]);
      table.writeUInt16BE(within, id * width + FIELDS[0] + FIELDS[1]);
    }
    return table;
  }

  private addText(line: string): void {
    this.pending += `${line}\n`;
    this.length += line.length + 1;
  }

  private addBytes(bytes: Uint8Array): void {
    this.settle();
    this.parts.push(bytes);
    this.length += bytes.length;
  }

  private settle(): void {
    if (this.pending !== '') this.parts.push(Buffer.from(this.pending, 'latin1'));
    this.pending = '';
  }
}
