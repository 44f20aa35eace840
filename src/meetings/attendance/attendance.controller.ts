import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/access/access.guard.js';
import type { Actor } from '../../platform/access/actor.js';
import { IfMatch } from '../../platform/http/if-match.js';
import { ListQuery, type Page } from '../../platform/http/list.js';
import type { ImportReceipt } from '../../platform/ingest/import-receipts.service.js';
import { AttendanceQuery, PutImportSourceDto } from './attendance.dto.js';
import { AttendanceImportsService, type AttendancePreview } from './attendance-imports.service.js';
import type { ImportSourceEntity } from './import-source.entity.js';
import { ImportSourcesService } from './import-sources.service.js';
import type { AttendanceAnswers } from './resolve-attendance.js';

/** An attendance file is small: one of ten thousand participants has a megabyte. */
const FILE_LIMIT_BYTES = 20 << 20;

@ApiTags('imports')
@Controller('imports')
export class AttendanceController {
  constructor(private readonly attendance: AttendanceImportsService) {}

  /**
   * Imports an attendance file of Zoom (CSV or API JSON), Teams (report, list, Graph JSON) or Google Meet; which one it is
   * shows in the file. What it cannot say is asked for by parameters and never assumed. `preview=true` stores nothing.
   */
  @Post('attendance')
  @HttpCode(200)
  @ApiConsumes('text/csv', 'application/json', 'application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async run(
    @Query() query: AttendanceQuery,
    @Req() request: FastifyRequest & { readonly rawBody?: Buffer },
    @CurrentActor() actor: Actor,
  ): Promise<ImportReceipt | AttendancePreview> {
    const bytes = request.body instanceof Readable ? await readAll(request.body) : request.rawBody;
    if (bytes === undefined) {
      throw new DomainError(
        'unsupported',
        'media_type_not_supported',
        'Send text/csv or application/json, the file as it is.',
      );
    }
    const { source, sourceName } = query;
    const wanted = { bytes, answers: answersOf(query), source, sourceName: sourceName ?? null, actor };
    return query.preview === true ? this.attendance.preview(wanted) : this.attendance.run(wanted);
  }
}

function answersOf({
  timezone,
  dayFirst,
  customer,
  components,
  meeting,
  date,
  start,
  end,
}: AttendanceQuery): AttendanceAnswers {
  return { timeZone: timezone, dayFirst, customerId: customer, components, meetingId: meeting, date, start, end };
}

async function readAll(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > FILE_LIMIT_BYTES) {
      body.resume();
      throw new DomainError('too_large', 'body_too_large', `An attendance file has at most ${FILE_LIMIT_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

@ApiTags('imports')
@Controller('import-sources')
export class ImportSourcesController {
  constructor(private readonly sources: ImportSourcesService) {}

  /** The sources of files whose answers are kept. */
  @Get()
  list(@Query() query: ListQuery): Promise<Page<ImportSourceEntity>> {
    return this.sources.list(query);
  }

  /** One source. */
  @Get(':key')
  get(@Param('key') key: string): Promise<ImportSourceEntity> {
    return this.sources.get(key);
  }

  /** Keeps what the files of a source never say: zone, order of day and month, customer, components. */
  @Put(':key')
  put(
    @Param('key') key: string,
    @Body() { name, timezone, dayFirst, customer, components }: PutImportSourceDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<ImportSourceEntity> {
    const answers = { timeZone: timezone, dayFirst, customerId: customer, components };
    return this.sources.put(key, { name: name ?? key, answers }, expectedVersion, actor);
  }
}
