import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { IfMatch } from '../platform/http/if-match.js';
import { ChangeConnectionDto, ConnectionDto, connectionInput } from './billing.dto.js';
import {
  type ConnectionDetail,
  ConnectionsService,
  type ConnectionTest,
  type ShownConnection,
} from './connections.service.js';

@ApiTags('billing')
@Controller('billing/connections')
export class ConnectionsController {
  constructor(private readonly connections: ConnectionsService) {}

  /** Every billing system that credits can go to. */
  @Get()
  async list(): Promise<{ readonly items: readonly ShownConnection[] }> {
    return { items: await this.connections.list() };
  }

  /** A connection, and how many deliveries of it stand where. */
  @Get(':id')
  get(@Param('id') id: string): Promise<ConnectionDetail> {
    return this.connections.get(id);
  }

  /** Connects a billing system. */
  @Post()
  create(@Body() body: ConnectionDto, @CurrentActor() actor: Actor): Promise<ConnectionDetail> {
    return this.connections.create(connectionInput(body), actor);
  }

  /** Describes a connection anew. */
  @Put(':id')
  change(
    @Param('id') id: string,
    @Body() body: ChangeConnectionDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<ConnectionDetail> {
    const input = { ...connectionInput(body), enabled: body.enabled ?? true };
    return this.connections.change(id, input, expectedVersion, actor);
  }

  /** Removes a connection that nothing names. */
  @Delete(':id')
  @HttpCode(204)
  remove(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.connections.remove(id, actor);
  }

  /** Asks the billing system for something harmless and says how that went. */
  @Post(':id/test')
  @HttpCode(200)
  test(@Param('id') id: string): Promise<ConnectionTest> {
    return this.connections.test(id);
  }
}
