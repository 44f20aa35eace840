import { createHash } from 'node:crypto';
import type { LetterLogo } from '../platform/settings/logo.sql.js';
import { drawPicture, type PictureBox } from './draw-picture.js';
import { LetterDocument } from './letter-document.js';
import type { LetterFonts } from './letter-fonts.js';
import { PAGE, type TextStyle } from './letter-look.js';

/** A line of text with its place; `y` is its baseline. */
export type PlacedLine = { readonly text: string; readonly x: number; readonly y: number; readonly style: TextStyle };

export type SheetCell = {
  readonly tag: 'TH' | 'TD';
  readonly scope?: 'Column' | 'Row';
  readonly lines: readonly PlacedLine[];
};

export type SheetMetadata = {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly creator: string;
  readonly language: string;
  readonly createdAt: Date;
};

/** Attributes of a structure element that pdfkit takes and its type definitions do not know. */
type ElementOptions = { alt?: string; scope?: 'Column' | 'Row'; bbox?: readonly [number, number, number, number] };

/**
 * The paper of one letter: tagged PDF/A-3a, drawn from top to bottom in reading order. Text is an element of the
 * structure tree, everything else an artifact or a figure. Nothing in it depends on the clock, on chance, or on the
 * letters before: the file's id is a digest of what was drawn.
 */
export class LetterSheet {
  private readonly document: LetterDocument;
  private readonly root: PDFKit.PDFStructureElement;
  private readonly tables = new Map<string, PDFKit.PDFStructureElement>();
  private readonly digest = createHash('sha256');

  constructor(fonts: LetterFonts, { title, author, subject, creator, language, createdAt }: SheetMetadata) {
    this.document = new LetterDocument(fonts, {
      size: 'A4',
      margin: 0,
      pdfVersion: '1.7',
      subset: 'PDF/A-3a',
      tagged: true,
      lang: language,
      displayTitle: true,
      autoFirstPage: false,
      font: '',
      info: {
        Title: title,
        Author: author,
        Subject: subject,
        Creator: creator,
        Producer: creator,
        CreationDate: createdAt,
      },
    });
    this.digest.update(`${title}\n${author}\n${subject}\n${createdAt.getTime()}\n`);
    this.root = this.document.struct('Document');
    this.document.addStructure(this.root);
  }

  startPage(): void {
    this.document.addPage();
    this.digest.update('page\n');
  }

  /** A heading or a paragraph; its lines are one run of text for whoever reads it aloud. */
  text(tag: 'H1' | 'H2' | 'P', lines: readonly PlacedLine[]): void {
    if (lines.length > 0) this.addElement(this.root, tag, {}, () => this.drawLines(lines));
  }

  /** One row of the table with this name; its first row makes the table. */
  tableRow(table: string, cells: readonly SheetCell[]): void {
    let element = this.tables.get(table);
    if (element === undefined) {
      element = this.document.struct('Table');
      this.root.add(element);
      this.tables.set(table, element);
    }
    const row = this.document.struct('TR');
    element.add(row);
    for (const { tag, scope, lines } of cells) {
      this.addElement(row, tag, scope === undefined ? {} : { scope }, () => this.drawLines(lines));
    }
    row.end();
  }

  /** A drawing with its description in words. `bbox` is left, top, right, bottom. */
  figure(alt: string, bbox: readonly [number, number, number, number], draw: () => void): void {
    this.addElement(this.root, 'Figure', { alt, bbox }, draw);
  }

  /** What a reader aloud must skip: rules, swatches, page numbers, the draft mark. */
  artifact(type: 'Layout' | 'Pagination', draw: () => void): void {
    this.document.markContent('Artifact', { type });
    draw();
    this.document.endMarkedContent();
  }

  drawLines(lines: readonly PlacedLine[]): void {
    lines.forEach((line, index) => {
      // The space that broke the line is kept, else the words around it run together when read or copied.
      this.drawLine(index === lines.length - 1 ? line : { ...line, text: `${line.text} ` });
    });
  }

  drawRule(fromX: number, toX: number, y: number, color: string, width = 0.5): void {
    this.document.moveTo(fromX, y).lineTo(toX, y).lineWidth(width).stroke(color);
    this.digest.update(`rule ${fromX} ${toX} ${y}\n`);
  }

  drawUpright(x: number, fromY: number, toY: number, color: string): void {
    this.document.moveTo(x, fromY).lineTo(x, toY).lineWidth(0.5).stroke(color);
    this.digest.update(`upright ${x} ${fromY} ${toY}\n`);
  }

  /** A closed shape through points. */
  drawShape(points: readonly (readonly [number, number])[], fill: string, edge: string): void {
    this.document
      .polygon(...points.map(([x, y]) => [x, y]))
      .lineWidth(0.6)
      .fillAndStroke(fill, edge);
    this.digest.update(`shape ${points.join(' ')} ${fill}\n`);
  }

  /** Squares by their left upper corners, as one shape, so that no seam shows between neighbours. */
  drawSquares(corners: readonly (readonly [number, number])[], side: number, fill: string): void {
    for (const [x, y] of corners) this.document.rect(x, y, side, side);
    this.document.fill(fill);
    this.digest.update(`squares ${side} ${corners.join(' ')}\n`);
  }

  /** A picture, in the box that it fills. */
  drawPicture(picture: LetterLogo, box: PictureBox): void {
    drawPicture(this.document, picture, box);
    this.digest.update(`picture ${Object.values(box).join(' ')}\n`).update(picture.bytes);
  }

  /** One word across the page, under all else, in a grey too pale to hide anything. */
  drawWatermark(word: string, style: TextStyle, width: number): void {
    const [centerX, centerY] = [PAGE.width / 2, PAGE.height / 2];
    this.document.save().rotate(-52, { origin: [centerX, centerY] });
    this.drawLine({ text: word, x: centerX - width / 2, y: centerY + style.size / 3, style });
    this.document.restore();
  }

  /** The bytes. Nothing can be drawn after it. */
  finish(): Buffer {
    for (const table of this.tables.values()) table.end();
    this.root.end();
    this.document._id = this.digest.digest().subarray(0, 16);
    this.document.end();
    return this.document.bytes();
  }

  private drawLine({ text, x, y, style }: PlacedLine): void {
    this.document.drawLine(text, x, y, style);
    this.digest.update(`${style.face} ${style.size} ${style.color} ${x} ${y} ${text}\n`);
  }

  private addElement(parent: PDFKit.PDFStructureElement, tag: string, options: ElementOptions, draw: () => void): void {
    const element = this.document.struct(tag, options, draw);
    parent.add(element);
  }
}
