import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../platform/access/access.guard.js';
import type { Actor } from '../platform/access/actor.js';
import { IfMatch } from '../platform/http/if-match.js';
import { ListQuery, type Page } from '../platform/http/list.js';
import type { StoredComponent } from './component.js';
import { PutComponentDto } from './components.dto.js';
import { ComponentsService } from './components.service.js';
import { CAPABILITIES } from './outage-window.js';

@ApiTags('incidents')
@Controller('components')
export class ComponentsController {
  constructor(private readonly components: ComponentsService) {}

  /** The parts of the product that can fail by themselves, by key. */
  @Get()
  list(@Query() query: ListQuery): Promise<Page<StoredComponent>> {
    return this.components.list(query);
  }

  /** One component. */
  @Get(':key')
  get(@Param('key') key: string): Promise<StoredComponent> {
    return this.components.get(key);
  }

  /** Makes a component, or replaces it: what is left out gets its default, not what was there. */
  @Put(':key')
  put(
    @Param('key') key: string,
    @Body() { name, capabilities }: PutComponentDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<StoredComponent> {
    const wanted = { key, name: name ?? key, capabilities: capabilities ?? CAPABILITIES };
    return this.components.put(wanted, expectedVersion, actor);
  }
}
