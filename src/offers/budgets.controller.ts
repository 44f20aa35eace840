import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type IncidentBudget, BudgetsService } from './budgets.service.js';

@ApiTags('offers')
@Controller('incidents')
export class BudgetsController {
  constructor(private readonly budgets: BudgetsService) {}

  /** What the offers of an incident come to and what is approved of it, by policy and currency, beside the budgets. */
  @Get(':id/budget')
  get(@Param('id') id: string): Promise<IncidentBudget> {
    return this.budgets.get(id);
  }
}
