import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../platform/http/list.js';
import { DeliveryListQuery } from './credits.dto.js';
import { DeliveryActionsService, type ShownDelivery } from './delivery-actions.service.js';

@ApiTags('billing')
@Controller('deliveries')
export class DeliveriesController {
  constructor(private readonly deliveries: DeliveryActionsService) {}

  /** Deliveries of credits and of reversals, the newest first; `status=parked` is what waits for a person. */
  @Get()
  list(@Query() { status, kind, connectionId, creditId, ...page }: DeliveryListQuery): Promise<Page<ShownDelivery>> {
    return this.deliveries.list({ status, kind, connectionId, creditId }, page);
  }
}
