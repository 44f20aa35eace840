import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SimulatePolicyDto } from './offers.dto.js';
import { type PolicySimulation, SimulationService } from './simulation.service.js';

@ApiTags('policies')
@Controller('policies')
export class SimulationController {
  constructor(private readonly simulation: SimulationService) {}

  /** What a draft of a policy would come to over an assessment, beside the policies in force. Writes nothing. */
  @Post('simulate')
  @HttpCode(200)
  simulate(@Body() { assessmentId, rules }: SimulatePolicyDto): Promise<PolicySimulation> {
    return this.simulation.simulate(assessmentId, rules);
  }
}
