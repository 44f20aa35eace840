import { Controller, HttpCode, Param, Post, type RawBodyRequest, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { notFound } from '../kernel/domain-error.js';
import { BillingHooksService, HOOK_KINDS, type HookKind, type HookReceipt } from './billing-hooks.service.js';

@ApiTags('billing')
@Controller('hooks/billing')
export class BillingHooksController {
  constructor(private readonly hooks: BillingHooksService) {}

  /**
   * Where a billing system sends its events: `stripe`, `lago`, or `webhook` for one that signs by Standard Webhooks. No
   * key: the signature says who it is. An event that is kept is answered with 200, again as well.
   */
  @Post(':kind')
  @HttpCode(200)
  receive(@Param('kind') kind: string, @Req() request: RawBodyRequest<FastifyRequest>): Promise<HookReceipt> {
    if (!isHookKind(kind)) throw notFound('billing_hook', kind);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(' ') : value]),
    );
    return this.hooks.receive(kind, { body: request.rawBody?.toString('utf8') ?? '', headers });
  }
}

function isHookKind(kind: string): kind is HookKind {
  return (HOOK_KINDS as readonly string[]).includes(kind);
}
