import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import type { Page } from '../http/list.js';
import { formatOfContentType, type ImportFormat } from './import-format.js';
import { ImportListQuery, ImportQuery, ImportRejectsQuery, RecogniseFileDto, RevertImportDto } from './imports.dto.js';
import { ImportKindsService } from './import-kinds.service.js';
import { type ImportReceipt, ImportReceiptsService } from './import-receipts.service.js';
import { ImportsService } from './imports.service.js';
import type { RecognisedFile } from './recognise-file.js';
import type { ImportBatch, ImportReject } from './imports.sql.js';

const DRAIN_LIMIT_MS = 30_000;

@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly receipts: ImportReceiptsService,
    private readonly kinds: ImportKindsService,
  ) {}

  /** Imports a file, NDJSON or CSV by its Content-Type, as it comes; answers once it is durable. */
  @Post(':kind')
  @HttpCode(200)
  @ApiConsumes('application/x-ndjson', 'text/csv')
  @ApiBody({ schema: { type: 'string' } })
  async run(
    @Param('kind') kind: string,
    @Query() { sourceName }: ImportQuery,
    @Req() request: FastifyRequest,
    @CurrentActor() actor: Actor,
  ): Promise<ImportReceipt> {
    const { format, body } = fileOf(request);
    // Destroying the request would cut the connection, and with it the answer that says what was wrong.
    const source = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    try {
      return await this.imports.run({ kind, format, source, sourceName: sourceName ?? null, actor });
    } catch (error) {
      drain(body);
      throw error;
    }
  }

  /** Says what a file seems to hold, by the names in its first line; nothing is kept. */
  @Post('recognise')
  @HttpCode(200)
  recognise(@Body() { head }: RecogniseFileDto): RecognisedFile {
    return this.kinds.recognise(head);
  }

  /**
   * Takes an import of meetings, sessions, attempts or attendance back: what only it brought goes, what others brought,
   * too, stays as they told it, and assessments that it fed become stale.
   */
  @Post(':id/revert')
  @HttpCode(200)
  revert(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: RevertImportDto,
    @CurrentActor() actor: Actor,
  ): Promise<ImportReceipt> {
    return this.receipts.revert(id, reason ?? null, actor);
  }

  /** The imports so far, newest first. */
  @Get()
  list(@Query() query: ImportListQuery): Promise<Page<ImportBatch>> {
    return this.receipts.list(query);
  }

  /** The receipt of an import, with the first 100 of its faults. */
  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<ImportReceipt> {
    return this.receipts.get(id);
  }

  /** Every fault of an import, by line. */
  @Get(':id/rejects')
  rejects(@Param('id', ParseUUIDPipe) id: string, @Query() query: ImportRejectsQuery): Promise<Page<ImportReject>> {
    return this.receipts.rejects(id, query);
  }
}

function fileOf({ headers, body }: FastifyRequest): { format: ImportFormat; body: Readable } {
  const format = formatOfContentType(headers['content-type']);
  if (format === undefined || !(body instanceof Readable)) {
    if (body instanceof Readable) drain(body);
    const message = 'Send application/x-ndjson, one JSON object a line, or text/csv.';
    throw new DomainError('unsupported', 'media_type_not_supported', message);
  }
  return { format, body };
}

/** Takes what is left of a refused file, for a client reads its answer only once it has sent all; but not for ever. */
function drain(body: Readable): void {
  const giveUp = setTimeout(() => body.destroy(), DRAIN_LIMIT_MS).unref();
  body.once('close', () => clearTimeout(giveUp)).resume();
}
